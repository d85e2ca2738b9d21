class Headword < Formula
  desc "{{description}}"
  homepage "{{repository}}"
  version "{{version}}"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "{{download}}/headword-{{version}}-aarch64-apple-darwin.tar.gz"
      sha256 "{{sha256 aarch64-apple-darwin}}"
    end
    on_intel do
      url "{{download}}/headword-{{version}}-x86_64-apple-darwin.tar.gz"
      sha256 "{{sha256 x86_64-apple-darwin}}"
    end
  end

  on_linux do
    on_arm do
      url "{{download}}/headword-{{version}}-aarch64-unknown-linux-musl.tar.gz"
      sha256 "{{sha256 aarch64-unknown-linux-musl}}"
    end
    on_intel do
      url "{{download}}/headword-{{version}}-x86_64-unknown-linux-musl.tar.gz"
      sha256 "{{sha256 x86_64-unknown-linux-musl}}"
    end
  end

  def install
    bin.install "headword"
    man1.install Dir["man/*.1"]
    bash_completion.install "complete/headword.bash" => "headword"
    fish_completion.install "complete/headword.fish"
    zsh_completion.install "complete/_headword"
  end

  test do
    (testpath/"note.md").write "# Note\n\n[gone](gone.md)\n"
    assert_match "broken-link", shell_output("#{bin}/headword check note.md", 1)
  end
end
