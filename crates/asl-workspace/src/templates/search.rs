//! Finds the templates in a workspace, within limits.

use std::path::Path;
use std::sync::Arc;

use super::{Earlier, Template, TemplateList, Workspace};
use crate::files;
use crate::roots::ancestors;
use crate::search::walker;

/// The maximum number of files and folders to visit in a workspace.
const MAX_ENTRIES: usize = 20_000;
/// The maximum number of bytes to read from templates in a workspace.
const MAX_READ: u64 = 128 * 1024 * 1024;

/// The maximum number of files and folders to visit near a definition if the workspace has more than the maximum.
const MAX_NEAR: usize = 500;

/// Finds the templates in a workspace.
pub(super) fn search(root: &Path, earlier: &Earlier) -> Workspace {
    let mut templates = Vec::new();
    let mut budget = Budget { entries: MAX_ENTRIES, bytes: MAX_READ };
    let is_cut_off = walker(root).is_some_and(|walk| !budget.read(&mut templates, walk.build(), earlier));
    templates.sort_by(|a, b| a.path.cmp(&b.path));
    Workspace { list: Arc::new(TemplateList::new(templates)), is_cut_off, looked_up: 0 }
}

/// Finds the templates in a folder and the folders above it, and then in the folders beside them, the nearest first.
pub(super) fn search_near(folder: &Path, root: &Path, earlier: &Earlier) -> Vec<Arc<Template>> {
    let mut found = Vec::new();
    let mut budget = Budget { entries: MAX_NEAR, bytes: MAX_READ };
    let above = || ancestors(folder).take_while(|folder| folder.starts_with(root));
    for folder in above() {
        if let Some(mut walk) = walker(folder) {
            budget.read(&mut found, walk.max_depth(Some(1)).build(), earlier);
        }
    }
    for folder in above() {
        if walker(folder).is_some_and(|walk| !budget.read(&mut found, walk.build(), earlier)) {
            break;
        }
    }
    found
}

/// The numbers of entries to visit and bytes to read that are left.
struct Budget {
    entries: usize,
    bytes: u64,
}

impl Budget {
    /// Reads the templates of a walk. Returns `false` if the budget does not suffice for all of them.
    fn read(&mut self, found: &mut Vec<Arc<Template>>, walk: ignore::Walk, earlier: &Earlier) -> bool {
        for entry in walk.flatten() {
            if self.entries == 0 || self.bytes == 0 {
                return false;
            }
            self.entries -= 1;
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            if !is_file || !files::may_be_template(entry.path()) {
                continue;
            }
            let Ok(data) = entry.metadata() else { continue };
            self.bytes = self.bytes.saturating_sub(data.len());
            found.extend(Template::read(entry.path(), &data, earlier));
        }
        true
    }
}
