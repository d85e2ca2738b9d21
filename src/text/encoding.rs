//! Encodings: the units in which editors count columns.
//!
//! LSP: `PositionEncodingKind`.

/// The unit of columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, the default of LSP.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}
