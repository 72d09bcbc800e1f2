//! The compressed models and summaries of the services. They are part of the program, except in WebAssembly: a page would
//! have to load them before it can do anything, and most definitions need none or few of them.

#[cfg(target_family = "wasm")]
use std::sync::OnceLock;

/// The blobs, one after the other; `None` if they cannot be loaded.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn blobs() -> Option<&'static [u8]> {
    Some(include_bytes!("../../data/models.bin"))
}

#[cfg(target_family = "wasm")]
static SOURCE: OnceLock<fn() -> Option<Vec<u8>>> = OnceLock::new();

/// Sets where the models of the services come from, which is called when one is needed: the content of `data/models.bin`
/// of the same version of this crate. While it returns `None`, no service has any actions. Only the first call counts.
#[cfg(target_family = "wasm")]
pub fn set_source(source: fn() -> Option<Vec<u8>>) {
    // A second call changes nothing.
    let _ = SOURCE.set(source);
}

#[cfg(target_family = "wasm")]
pub(crate) fn blobs() -> Option<&'static [u8]> {
    static BLOBS: OnceLock<Vec<u8>> = OnceLock::new();
    match BLOBS.get() {
        Some(blobs) => Some(blobs),
        None => SOURCE.get()?().map(|blobs| BLOBS.get_or_init(|| blobs).as_slice()),
    }
}
