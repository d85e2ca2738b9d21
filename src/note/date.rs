//! Dates in texts and file names, and their forms.

use jiff::civil::Date;

/// A date and time, without its time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// The day of the month, from 1.
    pub day: i8,
    /// The hour, from 0.
    pub hour: i8,
    /// The minute.
    pub minute: i8,
    /// The second.
    pub second: i8,
}

/// The time of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// In the user's time zone.
    pub local: Moment,
    /// In UTC.
    pub utc: Moment,
    /// The minutes by which local time is ahead of UTC.
    pub offset: i32,
}

/// The form of a date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateForm {
    /// `2024-01-02`.
    Day,
    /// A date with a time: `2024-01-02 10:00`, `2024-01-02T10:00:00Z`.
    Time {
        /// The character between day and time: a space or a T.
        separator: char,
        /// Whether the time has seconds.
        has_seconds: bool,
        /// The form of the time zone.
        zone: Zone,
    },
}

/// The form of a time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// No time zone.
    None,
    /// `Z`.
    Utc,
    /// `+0100` or `+01:00`, with or without a space before it.
    Offset {
        /// Whether there is a space before it.
        is_apart: bool,
        /// Whether there is a colon in it.
        has_colon: bool,
    },
}

impl DateForm {
    /// The form of a text. `None` if the text is not a date.
    pub fn of(text: &str) -> Option<Self> {
        let day = text.get(..10)?;
        is_shaped(day, "0000-00-00").then_some(())?;
        let (month, date) = (day[5..7].parse::<u8>().ok()?, day[8..].parse::<u8>().ok()?);
        ((1..=12).contains(&month) && (1..=31).contains(&date)).then_some(())?;
        let rest = &text[10..];
        let Some(separator) = rest.chars().next() else { return Some(Self::Day) };
        matches!(separator, ' ' | 'T' | 't').then_some(())?;
        let time = &rest[1..];
        is_shaped(time.get(..5)?, "00:00").then_some(())?;
        let mut zone = &time[5..];
        let has_seconds = zone.get(..3).is_some_and(|seconds| is_shaped(seconds, ":00"));
        if has_seconds {
            zone = &zone[3..];
            if let Some(fraction) = zone.strip_prefix('.') {
                zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            }
        }
        Some(Self::Time { separator, has_seconds, zone: Zone::of(zone)? })
    }

    /// Writes the time of a request in this form.
    pub fn write(&self, now: &Now) -> String {
        let at = match self {
            Self::Time { zone: Zone::Utc, .. } => &now.utc,
            _ => &now.local,
        };
        let Moment { year, month, day, hour, minute, second } = at;
        let date = format!("{year:04}-{month:02}-{day:02}");
        let Self::Time { separator, has_seconds, zone } = self else { return date };
        let seconds = if *has_seconds { format!(":{second:02}") } else { String::new() };
        format!("{date}{separator}{hour:02}:{minute:02}{seconds}{}", zone.write(now.offset))
    }
}

impl Zone {
    fn of(text: &str) -> Option<Self> {
        let zone = text.trim_start_matches(' ');
        let is_apart = zone.len() < text.len();
        match zone {
            "" => Some(Self::None),
            "Z" | "z" => Some(Self::Utc),
            _ => {
                let digits = zone.strip_prefix(['+', '-'])?;
                let has_colon = is_shaped(digits, "00:00");
                (has_colon || is_shaped(digits, "0000"))
                    .then_some(Self::Offset { is_apart, has_colon })
            }
        }
    }

    fn write(self, offset: i32) -> String {
        match self {
            Self::None => String::new(),
            Self::Utc => "Z".to_owned(),
            Self::Offset { is_apart, has_colon } => {
                let blank = if is_apart { " " } else { "" };
                let sign = if offset < 0 { '-' } else { '+' };
                let colon = if has_colon { ":" } else { "" };
                let offset = offset.abs();
                format!("{blank}{sign}{:02}{colon}{:02}", offset / 60, offset % 60)
            }
        }
    }
}

/// Whether the day at the start of a text exists, if the text has the form of an ISO date:
/// `2024-02-30` and `205-09-29` do not.
pub fn is_possible_day(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, after) = text.split_at(digits(text));
    let Some(after) = after.strip_prefix('-').filter(|_| !year.is_empty()) else { return true };
    let (month, after) = after.split_at(digits(after));
    let Some(after) = after.strip_prefix('-').filter(|_| !month.is_empty()) else { return true };
    let (day, _) = after.split_at(digits(after));
    if day.is_empty() || year.len() <= 2 && day.len() == 4 {
        // Another form: `2024-01-W1`, `30-01-2024`.
        return true;
    }
    let parts = year.parse().ok().zip(month.parse().ok()).zip(day.parse().ok());
    let is_real = |((year, month), day)| Date::new(year, month, day).is_ok();
    year.len() == 4 && month.len() <= 2 && day.len() <= 2 && parts.is_some_and(is_real)
}

/// Splits the stem of a file name, such as `2024-01-02-name`, into the date and the name after the
/// dash. Returns `None` if the stem does not begin with a date.
///
/// Jekyll: posts, naming of files.
pub fn dated_name(stem: &str) -> Option<(&str, &str)> {
    let (date, name) = (stem.get(..10)?, stem.get(10..)?.strip_prefix('-')?);
    (is_shaped(date, "0000-00-00") && !name.is_empty()).then_some((date, name))
}

/// Whether a text has a digit for each zero of the shape, and otherwise equals the shape.
fn is_shaped(text: &str, shape: &str) -> bool {
    let fits =
        |(c, wanted): (u8, u8)| if wanted == b'0' { c.is_ascii_digit() } else { c == wanted };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

#[cfg(test)]
mod tests {
    use super::{DateForm, Moment, Now, dated_name, is_possible_day};

    const NOW: Now = Now {
        local: Moment { year: 2026, month: 3, day: 9, hour: 0, minute: 5, second: 7 },
        utc: Moment { year: 2026, month: 3, day: 8, hour: 18, minute: 35, second: 7 },
        offset: 330,
    };

    #[test]
    fn a_date_is_written_in_the_form_of_another_one() {
        for (form, written) in [
            ("2024-01-02", "2026-03-09"),
            ("2024-01-02 03:04", "2026-03-09 00:05"),
            ("2024-01-02 03:04:05", "2026-03-09 00:05:07"),
            ("2024-01-02 03:04:05 -0500", "2026-03-09 00:05:07 +0530"),
            ("2024-01-02 03:04 +0100", "2026-03-09 00:05 +0530"),
            ("2024-01-02T03:04:05+01:00", "2026-03-09T00:05:07+05:30"),
            ("2024-01-02T03:04:05.678Z", "2026-03-08T18:35:07Z"),
        ] {
            let form = DateForm::of(form).expect("a date");
            assert_eq!(form.write(&NOW), written);
            assert_eq!(DateForm::of(written), Some(form));
        }
        let behind = Now { offset: -90, ..NOW };
        let form = DateForm::of("2024-01-02 03:04:05 +0000").expect("a date");
        assert_eq!(form.write(&behind), "2026-03-09 00:05:07 -0130");
    }

    #[test]
    fn other_texts_have_no_date_form() {
        for text in [
            "",
            "2024",
            "2024-1-2",
            "2024-13-01",
            "2024-01-32",
            "2024-01-02x",
            "2024-01-02 x",
            "2024-01-02 3:04",
            "2024-01-02 03:04 CET",
            "日本日本日",
            "2024-01-02 03:04:05 +1",
        ] {
            assert_eq!(DateForm::of(text), None, "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_impossible() {
        for text in
            ["2024-02-30", "2023-02-29", "205-09-29", "2023-02-010", "2024-00-01", "2024-13-01"]
        {
            assert!(!is_possible_day(text), "{text}");
            assert!(!is_possible_day(&format!("{text}T10:00:00Z")), "{text}");
        }
        for text in
            ["2024-02-29", "2024-1-2", "30-01-2024", "5 May", "2024", "2024-01", "01/02/2024", "x"]
        {
            assert!(is_possible_day(text), "{text}");
        }
    }

    #[test]
    fn a_dated_file_name_is_split_after_its_date() {
        assert_eq!(dated_name("2024-01-02-a-name"), Some(("2024-01-02", "a-name")));
        for stem in ["2024-01-02", "2024-01-02-", "2024-01-02name", "2024-1-02-name", "日本語-name"]
        {
            assert_eq!(dated_name(stem), None, "{stem}");
        }
    }
}
