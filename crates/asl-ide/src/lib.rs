#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod actions;
mod calls;
mod completion;
mod cursor;
pub mod diagram;
mod folding;
pub mod format;
mod functions;
mod hover;
mod inlay;
mod lens;
mod linked;
mod links;
mod outline;
mod placeholders;
pub mod reference;
mod rename;
mod selection;
mod services;
mod signature;
mod substitutions;
mod suppression;
#[cfg(test)]
mod testing;
mod tokens;

pub use calls::{HierarchyCall, incoming, outgoing};
pub use completion::{Item, ItemKind, Snippet, Trigger, complete, suggest};
pub use cursor::Cursor;
pub use folding::folds;
pub use functions::Signature;
pub use hover::{Hover, hover};
pub use inlay::{Hint, hints};
pub use lens::{Lens, LensKind, count as references_in_words, lenses, references};
pub use linked::linked;
pub use links::{DocumentLink, LinkTarget, file_link, links};
pub use outline::{DocumentSymbol, SymbolKind, outline};
pub use rename::{Occurrence, RenameError, Symbol, occurrences, rename, symbol_at};
pub use selection::selection;
pub use signature::{Help, signature};
pub use substitutions::{Substitution, entries_named, may_use_name, placeholders_named, substitution};
pub use tokens::{Token, TokenKind, tokens};
