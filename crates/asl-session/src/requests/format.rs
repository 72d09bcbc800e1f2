//! Formatting.

use asl_core::text::Span;
use asl_ide::format::{Style, format_range};
use ls_types::{FormattingOptions, Range, TextEdit};

use super::Request;

impl Request<'_> {
    /// The edits that format a document or a range of it.
    pub(crate) fn format(self, range: Option<Range>, options: &FormattingOptions) -> Option<Vec<TextEdit>> {
        let [analysis] = self.analyses else { return None };
        let all = Span::new(0, self.view.document.text().len());
        let range = range.map_or(all, |range| self.view.span(range));
        let style = Style { tab_size: options.tab_size as usize, insert_spaces: options.insert_spaces };
        Some(self.view.edits(&format_range(analysis, range, style)?))
    }
}
