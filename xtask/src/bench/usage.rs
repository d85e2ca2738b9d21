//! The memory and the processor time of a process, from `/proc`.

use std::fs;

/// What a process has used so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// The resident memory in MB.
    pub memory: f64,
    /// The most resident memory so far, in MB.
    pub peak: f64,
    /// The processor time of all threads, in milliseconds.
    pub cpu: f64,
}

impl Usage {
    /// Reads the usage of a process. `None` where the system has no `/proc`.
    pub fn of(process: u32) -> Option<Self> {
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let schedule = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        Some(Self {
            memory: megabytes(&status, "VmRSS:")?,
            peak: megabytes(&status, "VmHWM:")?,
            cpu: processor_time(&schedule)?,
        })
    }
}

/// A value of `/proc/PID/status` in MB.
fn megabytes(status: &str, key: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}

/// User and system time of `/proc/PID/stat`, in milliseconds. Linux counts them in hundredths.
fn processor_time(schedule: &str) -> Option<f64> {
    // The name before it may contain spaces and parentheses.
    let (_, fields) = schedule.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let mut next = || fields.next()?.parse::<f64>().ok();
    Some((next()? + next()?) * 10.0)
}

#[cfg(test)]
mod tests {
    use super::{megabytes, processor_time};

    #[test]
    fn the_files_of_linux_are_read() {
        assert_eq!(megabytes("Name:\tx\nVmRSS:\t  1000 kB\n", "VmRSS:"), Some(1.024));
        let line = "7 (a) b) S 1 7 7 0 -1 4194304 100 0 0 0 25 5 0 0 20 0 4 0 100";
        assert_eq!(processor_time(line), Some(300.0));
    }
}
