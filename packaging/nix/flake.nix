{
  description = "{{description}}";

  inputs = {
    nixpkgs.url = "nixpkgs/nixos-unstable";
    headword = {
      url = "git+{{repository}}?ref=refs/tags/v{{version}}";
      flake = false;
    };
  };

  outputs = { nixpkgs, headword, ... }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      package = pkgs: pkgs.rustPlatform.buildRustPackage {
        pname = "headword";
        version = "{{version}}";
        src = headword;
        cargoLock.lockFile = "${headword}/Cargo.lock";
        cargoBuildFlags = [ "--package" "headword" ];
        # The tests need strace, a terminal and a home.
        doCheck = false;
        nativeBuildInputs = [ pkgs.installShellFiles ];
        postInstall = ''
          for shell in bash fish zsh; do
            $out/bin/headword completions $shell > headword.$shell
            installShellCompletion --cmd headword --$shell headword.$shell
          done
          $out/bin/headword man > headword.1
          installManPage headword.1
        '';
        meta = {
          mainProgram = "headword";
          license = with pkgs.lib.licenses; [ mit asl20 ];
        };
      };
    in
    {
      packages = nixpkgs.lib.genAttrs systems (system: {
        default = package nixpkgs.legacyPackages.${system};
      });
    };
}
