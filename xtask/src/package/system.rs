//! The systems that there are packages for, by the names that each registry gives them.

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

/// A system: a processor, an operating system and its C library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct System {
    /// The target triple. The archives have it in their names.
    pub triple: &'static str,
    /// The platform of a Python wheel. On Linux with glibc it also has the version of glibc.
    wheel: &'static str,
    /// The part of the npm package's name.
    pub npm: &'static str,
    /// npm's names of the operating system, the processor and the C library.
    pub npm_needs: (&'static str, &'static str, Option<&'static str>),
    /// The target of an extension package for VS Code.
    pub vscode: &'static str,
}

/// All systems of a release.
pub const SYSTEMS: [System; 8] = [
    System {
        triple: "x86_64-unknown-linux-gnu",
        wheel: "x86_64",
        npm: "linux-x64",
        npm_needs: ("linux", "x64", Some("glibc")),
        vscode: "linux-x64",
    },
    System {
        triple: "aarch64-unknown-linux-gnu",
        wheel: "aarch64",
        npm: "linux-arm64",
        npm_needs: ("linux", "arm64", Some("glibc")),
        vscode: "linux-arm64",
    },
    System {
        triple: "x86_64-unknown-linux-musl",
        wheel: "musllinux_1_1_x86_64",
        npm: "linux-x64-musl",
        npm_needs: ("linux", "x64", Some("musl")),
        vscode: "alpine-x64",
    },
    System {
        triple: "aarch64-unknown-linux-musl",
        wheel: "musllinux_1_1_aarch64",
        npm: "linux-arm64-musl",
        npm_needs: ("linux", "arm64", Some("musl")),
        vscode: "alpine-arm64",
    },
    System {
        triple: "x86_64-apple-darwin",
        wheel: "macosx_10_12_x86_64",
        npm: "darwin-x64",
        npm_needs: ("darwin", "x64", None),
        vscode: "darwin-x64",
    },
    System {
        triple: "aarch64-apple-darwin",
        wheel: "macosx_11_0_arm64",
        npm: "darwin-arm64",
        npm_needs: ("darwin", "arm64", None),
        vscode: "darwin-arm64",
    },
    System {
        triple: "x86_64-pc-windows-msvc",
        wheel: "win_amd64",
        npm: "win32-x64",
        npm_needs: ("win32", "x64", None),
        vscode: "win32-x64",
    },
    System {
        triple: "aarch64-pc-windows-msvc",
        wheel: "win_arm64",
        npm: "win32-arm64",
        npm_needs: ("win32", "arm64", None),
        vscode: "win32-arm64",
    },
];

impl System {
    /// The system with this name.
    pub fn named(triple: &str) -> Result<Self> {
        let found = SYSTEMS.into_iter().find(|system| system.triple == triple);
        found.with_context(|| format!("there are no packages for {triple}"))
    }

    /// The system that this program runs on.
    pub fn here(sh: &Shell) -> Result<Self> {
        let version = cmd!(sh, "rustc --version --verbose").quiet().read()?;
        let host = version.lines().find_map(|line| line.strip_prefix("host: "));
        Self::named(host.context("rustc does not print its host")?)
    }

    /// Whether it is Windows.
    pub fn is_windows(self) -> bool {
        self.triple.contains("windows")
    }

    /// Whether a program for this system also runs on another one: a program with musl needs no
    /// library of the system.
    pub fn runs_on(self, host: Self) -> bool {
        let is_static = self.triple.ends_with("musl");
        self == host || is_static && self.triple.replace("musl", "gnu") == host.triple
    }

    /// The file name of the program.
    pub fn program(self) -> &'static str {
        if self.is_windows() { "headword.exe" } else { "headword" }
    }

    /// The platform tag of a wheel with this program.
    pub fn wheel_tag(self, program: &[u8]) -> String {
        if self.triple.ends_with("linux-gnu") {
            format!("manylinux_2_{}_{}", glibc(program), self.wheel)
        } else {
            self.wheel.to_owned()
        }
    }
}

/// The minor version of the oldest glibc 2 that has all symbols of a program. Pip knows no older one
/// than 2.17 by this kind of tag.
fn glibc(program: &[u8]) -> u32 {
    let name = b"GLIBC_2.";
    let places = program.windows(name.len()).enumerate().filter(|(_, window)| window == name);
    let versions = places.filter_map(|(at, _)| {
        let digits = program[at + name.len()..].iter().take_while(|byte| byte.is_ascii_digit());
        String::from_utf8(digits.copied().collect()).ok()?.parse::<u32>().ok()
    });
    versions.max().unwrap_or_default().max(17)
}

#[cfg(test)]
mod tests {
    use super::{SYSTEMS, System};

    #[test]
    fn a_wheel_names_the_glibc_that_its_program_needs() {
        let system = SYSTEMS[0];
        let old = b"\0GLIBC_2.2.5\0GLIBC_2.14\0";
        assert_eq!(system.wheel_tag(old), "manylinux_2_17_x86_64");
        let new = b"\0GLIBC_2.34\0GLIBC_2.28\0";
        assert_eq!(system.wheel_tag(new), "manylinux_2_34_x86_64");
        assert_eq!(SYSTEMS[5].wheel_tag(new), "macosx_11_0_arm64");
        assert!(System::named("sparc").is_err());
    }

    #[test]
    fn a_static_program_runs_beside_another_c_library() {
        let [gnu, other, musl, ..] = SYSTEMS;
        assert!(gnu.runs_on(gnu) && musl.runs_on(gnu));
        assert!(!gnu.runs_on(musl) && !musl.runs_on(other));
    }
}
