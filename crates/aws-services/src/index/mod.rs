//! The format of the index: a directory of services as lines of text, and for each service two compressed blobs, its
//! model and its summaries.
//!
//! A model is a list of numbers, followed by its names. Numbers are written with seven bits in each byte, small ones
//! first; names are lines, in the order in which the numbers need them. Separated like this, both compress well.

mod blobs;
mod directory;
mod read;
#[cfg(feature = "write")]
mod write;

pub(crate) use blobs::blobs;
#[cfg(target_family = "wasm")]
pub use blobs::set_source;
pub(crate) use directory::{DIRECTORY, Directory};
pub(crate) use read::{inflate, model};
#[cfg(feature = "write")]
pub use write::{NewIndex, NewService, write_index};

/// The kinds of shapes in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Structure,
    Union,
    List,
    Map,
    String,
    Enum,
    Blob,
    Boolean,
    Integer,
    Float,
    Timestamp,
    Document,
}

impl Kind {
    const ALL: [Kind; 12] = [
        Kind::Structure,
        Kind::Union,
        Kind::List,
        Kind::Map,
        Kind::String,
        Kind::Enum,
        Kind::Blob,
        Kind::Boolean,
        Kind::Integer,
        Kind::Float,
        Kind::Timestamp,
        Kind::Document,
    ];
}

/// The flags of a member.
mod member {
    pub(super) const REQUIRED: u64 = 1;
    pub(super) const TOKEN: u64 = 2;
    pub(super) const DEPRECATED: u64 = 4;
    pub(super) const API_NAME: u64 = 8;
}

/// The flags of an action.
mod action {
    pub(super) const DEPRECATED: u64 = 1;
    pub(super) const UNSUPPORTED: u64 = 2;
    pub(super) const STREAM: u64 = 4;
    pub(super) const JOB_OUTPUT: u64 = 8;
}

/// The flags of bounds, and of a string.
mod bounds {
    pub(super) const MIN: u64 = 1;
    pub(super) const MAX: u64 = 2;
    pub(super) const AS_TEXT: u64 = 4;
    pub(super) const PATTERN: u64 = 8;
}
