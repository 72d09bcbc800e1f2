#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod actions;
mod apis;
mod besides;
mod check;
pub mod format;
mod granted;
mod jobs;
mod machine;
mod maps;
mod parameters;
mod policy;
mod requirements;
mod resources;
mod roles;
mod template;

pub use check::{Finding, check};
pub use granted::{Grant, Granted, Origin, granted};
pub use machine::Machine;
pub use policy::{Condition, Permission, Policy, Statement};
pub use requirements::{Remark, Requirements, requirements};
pub use template::Template;
