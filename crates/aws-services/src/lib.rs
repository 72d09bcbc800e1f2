#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod index;
mod model;
pub mod names;
pub mod optimized;
mod pattern;
mod service;
#[cfg(feature = "write")]
pub mod write;

#[cfg(target_family = "wasm")]
pub use index::set_source;
pub use model::{Action, Bounds, List, Member, Model, Shape, StringShape, Structure, Support};
pub use pattern::StringPattern;
pub use service::{Service, optimized_service, optimized_services, sdk_service, sdk_services, version};
