//! The parent watch: exits when the process of the editor has ended.
//!
//! The end of an editor usually closes our input, which ends the server. But another process may
//! have inherited the pipe and keep it open. So the client sends its process id, and the server
//! checks that process every few seconds.
//!
//! On Linux the process table distinguishes a running process from a zombie and from a new process
//! with the same id. Other Unix systems have `kill` with signal 0 and the id of our parent process.
//! On other systems only the end of input is detected.
//!
//! LSP: `InitializeParams.processId`.

use std::thread;
use std::time::Duration;

use tracing::{debug, info, warn};

/// The time between two checks: twice within the five seconds that an exit may take.
const INTERVAL: Duration = Duration::from_secs(2);

/// Exits this process when the process with this id has ended, also if it has ended already.
///
/// An editor outside our container or process namespace is not visible. It has to send `null`.
pub(crate) fn exit_with(process_id: u32) {
    watch(process_id, INTERVAL, || std::process::exit(1));
}

fn watch(process_id: u32, interval: Duration, on_gone: impl FnOnce() + Send + 'static) {
    let Some(parent) = Process::find(process_id) else {
        debug!(process_id, "the parent process cannot be watched");
        return;
    };
    let look = move || {
        while parent.is_alive() {
            thread::sleep(interval);
        }
        info!(process_id, "the parent process has ended");
        on_gone();
    };
    if let Err(error) = thread::Builder::new().name("parent-watch".to_owned()).spawn(look) {
        warn!(%error, "the parent process is not watched");
    }
}

/// A process, identified at the first check.
#[derive(Debug)]
struct Process {
    #[cfg(unix)]
    id: rustix::process::Pid,
    #[cfg(unix)]
    is_parent: bool,
    #[cfg(target_os = "linux")]
    started: Option<String>,
}

#[cfg(unix)]
impl Process {
    /// Returns the process with this id. `None` if the number cannot be a process id.
    fn find(id: u32) -> Option<Self> {
        let id = rustix::process::Pid::from_raw(i32::try_from(id).ok()?)?;
        Some(Self {
            id,
            is_parent: rustix::process::getppid() == Some(id),
            #[cfg(target_os = "linux")]
            started: start_time(id),
        })
    }

    fn is_alive(&self) -> bool {
        if self.is_parent && rustix::process::getppid() != Some(self.id) {
            return false;
        }
        // The permission error for a process of another user means that it is running.
        let exists = rustix::process::test_kill_process(self.id) != Err(rustix::io::Errno::SRCH);
        #[cfg(target_os = "linux")]
        let exists = exists && start_time(self.id) == self.started && {
            // Without a readable process table only `kill` can be used.
            self.started.is_some() || !std::path::Path::new("/proc/self/stat").exists()
        };
        exists
    }
}

/// Returns the start time of a running process, in kernel ticks. Together with the id it identifies
/// the process. `None` also for a zombie.
#[cfg(target_os = "linux")]
fn start_time(id: rustix::process::Pid) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", id.as_raw_nonzero())).ok()?;
    // The second field is the name of the command in parentheses. It may contain any characters.
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace();
    let state = fields.next()?;
    let started = fields.nth(18)?;
    (!matches!(state, "Z" | "X")).then(|| started.to_owned())
}

#[cfg(not(unix))]
impl Process {
    fn find(_: u32) -> Option<Self> {
        None
    }

    fn is_alive(&self) -> bool {
        true
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_types, reason = "a parent is a process")]

    use std::process::{Child, Command};
    use std::sync::mpsc;

    use super::*;

    fn sleep() -> Child {
        Command::new("sleep").arg("60").spawn().unwrap()
    }

    #[test]
    fn a_living_process_is_alive() {
        assert!(Process::find(std::process::id()).unwrap().is_alive());
        let parent = rustix::process::getppid().unwrap().as_raw_nonzero().get();
        assert!(Process::find(parent.unsigned_abs()).unwrap().is_alive());
    }

    #[test]
    fn invalid_process_ids_are_not_watched() {
        assert!(Process::find(0).is_none());
        assert!(Process::find(u32::MAX).is_none());
    }

    #[test]
    fn the_end_of_the_process_is_noticed() {
        let mut child = sleep();
        let (gone, noticed) = mpsc::channel();
        watch(child.id(), Duration::from_millis(10), move || gone.send(()).unwrap());
        noticed.recv_timeout(Duration::from_millis(100)).unwrap_err();
        child.kill().unwrap();
        child.wait().unwrap();
        noticed.recv_timeout(Duration::from_secs(5)).unwrap();
    }

    #[test]
    fn the_end_of_the_process_before_the_watch_is_noticed() {
        let mut child = sleep();
        child.kill().unwrap();
        child.wait().unwrap();
        let (gone, noticed) = mpsc::channel();
        watch(child.id(), Duration::from_millis(10), move || gone.send(()).unwrap());
        noticed.recv_timeout(Duration::from_secs(5)).unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_zombie_is_not_alive() {
        let mut child = sleep();
        let process = Process::find(child.id()).unwrap();
        child.kill().unwrap();
        let noticed = (0..500).any(|_| {
            thread::sleep(Duration::from_millis(10));
            !process.is_alive()
        });
        child.wait().unwrap();
        assert!(noticed, "the zombie looks alive");
    }
}
