//! The time at the place of the user. Features never read the clock: the server passes the time.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use crate::note::date::{Moment, Now};

/// Returns the current local time and UTC.
pub(super) fn now() -> Now {
    let now = Timestamp::now();
    let local = ZonedDateTime::new(now, TimeZone::system());
    let utc = ZonedDateTime::new(now, TimeZone::UTC);
    let offset = local.offset().seconds() / 60;
    Now { local: moment(&local), utc: moment(&utc), offset }
}

fn moment(at: &ZonedDateTime) -> Moment {
    Moment {
        year: at.year(),
        month: at.month(),
        day: at.day(),
        hour: at.hour(),
        minute: at.minute(),
        second: at.second(),
    }
}
