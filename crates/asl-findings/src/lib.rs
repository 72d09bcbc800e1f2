#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod finding;
pub mod fingerprint;

pub use finding::{Edit, Finding, Fix, Position, Range, Related, Source, severity};
