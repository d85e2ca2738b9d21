//! What a process asks of the system, as `strace` tells it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Workspace;

/// System calls that start a program, reach a network or change what is on a disk, with some that
/// only ask for a path. Those that a system does not have are left out by the question mark.
const CALLS: &str = "trace=%file,%network,?execve,?execveat,?creat,?openat2";

/// Calls that start programs or reach networks.
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

/// Calls that only look.
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

/// Where the loader, the C library, the runtime and the clock may look.
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

/// A process whose calls are written down.
pub(crate) struct Trace {
    folder: Workspace,
}

/// A call: its name, its arguments and result as `strace` writes them.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) line: String,
}

impl Trace {
    /// None, with the reason printed, where there is no `strace` or it may not trace.
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
        // Of cargo, for the loader.
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
    /// The paths it names, those of open folders among them: absolute, or as they are given.
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

    /// Whether it may change something on a disk.
    pub(crate) fn writes(&self) -> bool {
        let flags = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_TMPFILE"];
        !LOOKING.contains(&self.name.as_str()) || flags.iter().any(|flag| self.line.contains(flag))
    }
}

/// `strace` writes bytes beyond ASCII as octal numbers.
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

/// What of the calls is against the promise: nothing started, no network, nothing looked at outside
/// these folders but what the system needs and what is excepted, nothing written.
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
