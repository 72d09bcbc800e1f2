//! Renamed files and folders: the templates that refer to them.

use std::path::{Component, Path, PathBuf};

use asl_core::edit::Edit;
use asl_core::host::Link;
use asl_core::text::Span;
use asl_workspace::{Roots, normal, resolved};
use ls_types::*;

use crate::convert::workspace_edit;
use crate::documents::Document;
use crate::messages::RequestError;
use crate::snapshot::Snapshot;

/// Where files and folders move, as absolute paths.
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Snapshot {
    /// The edits that keep the links of all templates right when files or folders move.
    pub(crate) fn rename_files(
        &self,
        params: RenameFilesParams,
    ) -> Result<Option<WorkspaceEdit>, RequestError> {
        let moves = Moves::new(&params.files);
        let mut changes = Vec::new();
        for document in self.all_documents().iter().filter(|document| moves.may_concern(document)) {
            let edits = moves.edits(document, self.disk.roots());
            if !edits.is_empty() {
                changes.push(self.view(document).document_edit(&edits));
            }
        }
        Ok((!changes.is_empty()).then(|| workspace_edit(changes, self.client.takes_versions)))
    }
}

impl Moves {
    fn new(files: &[FileRename]) -> Moves {
        let path = |uri: &str| Some(uri.parse::<Uri>().ok()?.to_file_path()?.into_owned());
        Moves(
            files
                .iter()
                .filter_map(|file| Some((real(&path(&file.old_uri)?), real(&path(&file.new_uri)?))))
                .collect(),
        )
    }

    /// Whether a document moves, or its text has the name of something that moves.
    fn may_concern(&self, document: &Document) -> bool {
        let path = document.path.as_deref().map(real);
        self.0.iter().any(|(old, _)| {
            let name = old.file_name().and_then(|name| name.to_str());
            path.as_ref().is_some_and(|path| path.starts_with(old))
                || name.is_some_and(|name| document.text().contains(name))
        })
    }

    /// The edits in one document. It is still at its old path.
    fn edits(&self, document: &Document, roots: &Roots) -> Vec<Edit> {
        let Some(from) = document.path.as_deref() else { return Vec::new() };
        let interface = document.interface();
        let links = interface.hosts.iter().filter_map(|host| host.link.as_ref());
        let mut edits: Vec<Edit> =
            links.filter_map(|link| self.edit(document.text(), from, link, roots)).collect();
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        edits
    }

    fn edit(&self, text: &str, from: &Path, link: &Link, roots: &Roots) -> Option<Edit> {
        let target = roots.resolve(from, link)?;
        let from = real(link.base.as_ref().map_or(from, Path::new));
        // A path may be relative to a folder above.
        let folder = from.ancestors().skip(1).find(|folder| normal(&folder.join(&link.path)) == target)?;
        let (new_folder, new_target) = (self.of(folder), self.of(&target));
        if new_folder == folder && new_target == target {
            return None;
        }
        let path = match Path::new(&link.path).is_absolute() {
            true => new_target.to_str()?.to_owned(),
            false => relative(&new_folder, &new_target, link.path.starts_with("./"))?,
        };
        if path == link.path {
            return None;
        }
        // The path is a part of the expression, as in `"${path.module}/flow.asl.json"`.
        let start = link.span.start as usize + text.get(link.span.range())?.rfind(&link.path)?;
        Some(Edit { span: Span::new(start, start + link.path.len()), text: path })
    }

    /// Where a path is afterwards.
    fn of(&self, path: &Path) -> PathBuf {
        let moved = |(old, new): &(PathBuf, PathBuf)| {
            let rest = path.strip_prefix(old).ok()?;
            Some(if rest.as_os_str().is_empty() { new.clone() } else { new.join(rest) })
        };
        self.0.iter().find_map(moved).unwrap_or_else(|| path.to_owned())
    }
}

/// A path without symbolic links in the part that exists, as links are resolved.
fn real(path: &Path) -> PathBuf {
    let path = normal(path);
    resolved(&path).unwrap_or(path)
}

/// The path of a file relative to a folder, with forward slashes.
fn relative(folder: &Path, file: &Path, with_dot: bool) -> Option<String> {
    let common = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(common).map(|_| Some(".."));
    let down = file.components().skip(common).map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let parts: Vec<&str> = up.chain(down).collect::<Option<_>>()?;
    let dot = if with_dot && parts.first() != Some(&"..") { "./" } else { "" };
    Some(format!("{dot}{}", parts.join("/")))
}
