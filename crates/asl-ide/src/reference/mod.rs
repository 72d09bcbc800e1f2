//! The documentation that hovers show, as pages: the language from the catalog, and actions from the index of AWS
//! services.

mod language;
mod services;

pub use language::{PAGES, Page};
pub use services::{ActionReference, ParameterReference, action, resource};
