//! What the module needs of its host.

use std::cell::RefCell;
use std::panic;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An object with a method `models`.
    pub type Host;

    /// The models of the AWS services, which are the file `models.bin`; `undefined` if they cannot be had at once.
    #[wasm_bindgen(method)]
    fn models(this: &Host) -> Option<Vec<u8>>;

    #[wasm_bindgen(js_namespace = console)]
    fn error(message: &str);
}

thread_local! {
    static HOST: RefCell<Option<Host>> = const { RefCell::new(None) };
}

/// Says who provides the models of the AWS services when they are needed first.
#[wasm_bindgen(js_name = setHost)]
pub fn set_host(host: Host) {
    HOST.set(Some(host));
    aws_services::set_source(|| HOST.with_borrow(|host| host.as_ref()?.models()));
    panic::set_hook(Box::new(|panic| error(&format!("asl-lint: {panic}"))));
}
