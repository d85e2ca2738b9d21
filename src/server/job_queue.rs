//! The jobs of the reader: the running one, and what is requested for the next one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use crate::server::job::{Job, Request};

/// The jobs of the reader, which does one at a time.
pub(super) struct JobQueue {
    reader: Sender<Job>,
    /// The next request.
    request: Request,
    running: Option<RunningJob>,
}

/// A job that the reader has not finished.
struct RunningJob {
    is_cancelled: Arc<AtomicBool>,
    /// Whether the job has to read settings and has not done it yet.
    awaits_settings: bool,
}

impl JobQueue {
    /// Returns a queue without jobs for this reader.
    pub(super) fn new(reader: Sender<Job>) -> Self {
        Self { reader, request: Request::default(), running: None }
    }

    /// Adds to the next request. Cancels the running job if it would be out of date.
    pub(super) fn request(&mut self, more: Request) {
        // Notes that are read under the old folders or settings are out of date.
        if more.is_about_settings()
            && let Some(job) = &self.running
        {
            job.is_cancelled.store(true, Ordering::Relaxed);
        }
        self.request.extend(more);
    }

    /// Returns whether a job is running.
    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Returns whether a job is running or requested.
    pub(super) fn has_work(&self) -> bool {
        self.is_running() || !self.request.is_empty()
    }

    /// Returns whether settings are requested and not read yet.
    pub(super) fn awaits_settings(&self) -> bool {
        let is_due = |job: &RunningJob| job.awaits_settings;
        self.request.is_about_settings() || self.running.as_ref().is_some_and(is_due)
    }

    /// Records that the running job has read the settings.
    pub(super) fn settings_read(&mut self) {
        if let Some(job) = &mut self.running {
            job.awaits_settings = false;
        }
    }

    /// Takes the next request, for a job.
    pub(super) fn take_request(&mut self) -> Request {
        std::mem::take(&mut self.request)
    }

    /// Sends a job to the reader. Returns false if the reader has ended.
    pub(super) fn start(&mut self, job: Job) -> bool {
        self.running = Some(RunningJob {
            is_cancelled: job.is_cancelled.clone(),
            awaits_settings: job.request.is_about_settings(),
        });
        self.reader.send(job).is_ok()
    }

    /// Records the end of the running job, and requests the rest that it has not done.
    pub(super) fn done(&mut self, rest: Request) {
        self.running = None;
        self.request.extend(rest);
    }
}
