#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod analyses;
mod capabilities;
mod client;
mod convert;
mod dependencies;
mod diagnostics;
mod disk;
mod dispatch;
mod documents;
mod messages;
mod preferences;
mod requests;
mod sent;
mod session;
mod settings;
mod snapshot;

pub use dispatch::Answer;
pub use messages::{Check, Checked, Effect, Event, RequestError};
pub use session::Session;
pub use snapshot::Snapshot;
