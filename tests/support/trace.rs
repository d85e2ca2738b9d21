//! The system calls of a process, traced by `strace`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Workspace;

/// System calls that start a program, use a network or change a disk, and some that only read a
/// path. The question mark skips calls that a system does not have.
const CALLS: &str = "trace=%file,%network,?execve,?execveat,?creat,?openat2";

/// Calls that start programs or use networks.
const FORBIDDEN: [&str; 12] = [
    "execve",
    "execveat",
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "sendto",
    "sendmsg",
    "recvfrom",
];

/// Calls that only read.
const LOOKING: [&str; 18] = [
    "open",
    "openat",
    "openat2",
    "stat",
    "lstat",
    "newfstatat",
    "fstatat64",
    "statx",
    "access",
    "faccessat",
    "faccessat2",
    "readlink",
    "readlinkat",
    "getcwd",
    "statfs",
    "chdir",
    "execve",
    "getxattr",
];

/// Paths that the loader, the C library, the runtime and the clock may read.
const SYSTEM: [&str; 12] = [
    "/etc/ld.so",
    "/lib",
    "/usr/lib",
    "/proc/",
    "/sys/",
    "/dev/",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/etc/timezone",
    "/etc/gai.conf",
    "/share/zoneinfo",
    "/etc/zoneinfo",
];

/// A process whose calls are traced.
pub(crate) struct Trace {
    folder: Workspace,
}

/// A call: its name, and its arguments and result as printed by `strace`.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) line: String,
}

impl Trace {
    /// Starts a trace. Prints the reason and returns `None` if `strace` is missing or not allowed.
    #[expect(clippy::print_stdout, reason = "what is skipped is said")]
    pub(crate) fn new() -> Option<Self> {
        let mut tried = Command::new("strace");
        tried.args(["-o", "/dev/null", "-e", CALLS, "true"]);
        let tried = tried.stdout(Stdio::null()).stderr(Stdio::null()).status();
        if tried.is_ok_and(|status| status.success()) {
            return Some(Self { folder: Workspace::new(&[]) });
        }
        println!("skipped: there is no strace, or nothing may be traced");
        None
    }

    /// The program under trace.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-y", "-s", "4096", "-e", CALLS, "-e", "signal=none", "-o"]);
        command.arg(self.folder.path("trace"));
        command.arg(env!("CARGO_BIN_EXE_headword"));
        // Cargo sets this, and it changes the paths of the loader.
        command.env_remove("LD_LIBRARY_PATH");
        command
    }

    /// All calls so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let text =
            String::from_utf8_lossy(&fs::read(self.folder.path("trace")).unwrap()).into_owned();
        let lines = text.lines().filter(|line| !line.contains("resumed>"));
        let calls = lines.filter_map(|line| {
            let line = line.split_once(' ').map_or(line, |(_, call)| call).trim_start();
            let name = line.split('(').next()?;
            let is_call =
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            is_call.then(|| Call { name: name.to_owned(), line: line.to_owned() })
        });
        calls.collect()
    }
}

impl Call {
    /// The paths in its arguments, including those of open folders. Absolute, or as given.
    fn paths(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folder = None;
        let arguments = &self.line[..self.line.rfind(" = ").unwrap_or(self.line.len())];
        if let Some((_, rest)) = arguments.split_once('<')
            && let Some((path, _)) = rest.split_once('>')
        {
            folder = Some(PathBuf::from(path));
        }
        for quoted in arguments.split('"').skip(1).step_by(2) {
            let path = unescaped(quoted);
            found.push(match &folder {
                Some(folder) => folder.join(path),
                None => PathBuf::from(path),
            });
        }
        if found.is_empty() {
            found.extend(folder);
        }
        found.retain(|path| !path.as_os_str().is_empty());
        found
    }

    /// Whether the call may change a disk.
    pub(crate) fn writes(&self) -> bool {
        let flags = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_TMPFILE"];
        !LOOKING.contains(&self.name.as_str()) || flags.iter().any(|flag| self.line.contains(flag))
    }
}

/// Decodes the octal escapes of `strace` for bytes beyond ASCII.
fn unescaped(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let digits = after.iter().take(3).take_while(|it| (b'0'..b'8').contains(it)).count();
        if *first == b'\\' && digits > 0 {
            let code = str::from_utf8(&after[..digits]).unwrap();
            bytes.push(u8::from_str_radix(code, 8).unwrap_or(b'?'));
            rest = &after[digits..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The calls that are not allowed: a started program, a network, a write, or a read outside these
/// folders. Reads of the system and some exceptions are allowed.
pub(crate) fn offences(
    calls: &[Call],
    folders: &[&Path],
    is_excepted: impl Fn(&Call, &Path) -> bool,
    may_write: bool,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (number, call) in calls.iter().enumerate() {
        let is_start = number == 0 && call.name == "execve";
        if !is_start && FORBIDDEN.contains(&call.name.as_str()) {
            found.insert(format!("forbidden: {}", call.line));
        }
        if call.name == "getcwd" {
            continue;
        }
        let paths = call.paths();
        let is_inside = |path: &PathBuf| {
            let is_plain = !path.components().any(|part| part == std::path::Component::ParentDir);
            is_plain && folders.iter().any(|folder| path.starts_with(folder))
        };
        let is_of_system = |path: &PathBuf| {
            SYSTEM.iter().any(|start| path.to_str().is_some_and(|path| path.starts_with(start)))
        };
        for path in paths.iter().filter(|path| !is_inside(path)) {
            if !is_start && !is_of_system(path) && !is_excepted(call, path) {
                found.insert(format!("outside: {}", call.line));
            }
        }
        let is_device = paths.iter().all(|path| path.starts_with("/dev"));
        if call.writes() && !is_device && !(may_write && paths.iter().all(is_inside)) {
            found.insert(format!("writing: {}", call.line));
        }
    }
    found
}
