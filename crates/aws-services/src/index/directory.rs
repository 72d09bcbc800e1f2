use crate::service::Service;

/// The index, which `cargo xtask services` generates.
pub(crate) const INDEX: &[u8] = include_bytes!("../../data/index.bin");

/// The services of the index, each kind sorted by name.
#[derive(Debug)]
pub(crate) struct Directory {
    /// The version of the data: `botocore 1.44.5`.
    pub(crate) version: &'static str,
    /// The services of AWS SDK integrations.
    pub(crate) sdk: Vec<Service>,
    /// The services of optimized integrations.
    pub(crate) optimized: Vec<Service>,
}

impl Directory {
    /// Reads the directory of an index. The blobs stay as they are.
    pub(crate) fn read(index: &'static [u8]) -> Directory {
        let (size, rest) = index.split_first_chunk::<4>().expect("the index is intact");
        let (text, mut blobs) = rest.split_at(u32::from_le_bytes(*size) as usize);
        let text = std::str::from_utf8(text).expect("the index is intact");
        let mut lines = text.lines();
        let version = lines.next().unwrap_or_default();
        let mut directory = Directory { version, sdk: Vec::new(), optimized: Vec::new() };
        for line in lines {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [kind, name, error_prefix, title, listed, uid, iam_prefix, aliases, model, summaries] =
                columns[..]
            else {
                panic!("the index is intact");
            };
            let mut blob = |size: &str| {
                let (blob, rest) = blobs.split_at(size.parse().expect("the index is intact"));
                blobs = rest;
                blob
            };
            let service = Service {
                name,
                error_prefix,
                title,
                is_listed: listed == "listed",
                uid,
                iam_prefix,
                aliases,
                model_blob: blob(model),
                summaries_blob: blob(summaries),
                ..Service::default()
            };
            match kind {
                "optimized" => directory.optimized.push(service),
                _ => directory.sdk.push(service),
            }
        }
        directory
    }
}
