//! Amazon Resource Names inside strings: `arn:partition:service:region:account:resource` (§8.1).

use crate::text::Span;

/// An ARN inside a string, up to its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arn<'t> {
    /// The partition, such as `aws`.
    pub(crate) partition: &'t str,
    /// The account, which may be empty.
    pub(crate) account: &'t str,
    /// The span of the partition, in bytes of the string.
    pub(crate) partition_span: Span,
    /// The span of the account, in bytes of the string.
    pub(crate) account_span: Span,
}

/// Returns all ARNs in a string that are complete up to the colon after their account. A template or an expression may
/// fill in parts of them.
pub(crate) fn arns(text: &str) -> impl Iterator<Item = Arn<'_>> {
    text.match_indices("arn:").filter_map(|(start, _)| {
        let is_begin = !text[..start].ends_with(|c: char| c.is_alphanumeric());
        let mut at = start + "arn:".len();
        let mut part = || {
            let end = at + text[at..].find(':')?;
            let span = Span::new(at, end);
            at = end + 1;
            Some((&text[span.range()], span))
        };
        let (partition, partition_span) = part()?;
        let (_service, _region) = (part()?, part()?);
        let (account, account_span) = part()?;
        let is_known = is_begin && is_partition(partition);
        is_known.then_some(Arn { partition, account, partition_span, account_span })
    })
}

/// Returns whether a string has the form of AWS's partition names, such as `aws`, `aws-cn`, `aws-us-gov` or
/// `aws-iso-b`.
pub(crate) fn is_partition(word: &str) -> bool {
    let rest = word.strip_prefix("aws");
    rest.is_some_and(|rest| {
        (rest.is_empty() || rest.starts_with('-') && rest.len() > 1)
            && rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
    })
}

/// Returns whether the account of an ARN is a malformed account ID, which has twelve digits. AWS's own names (`aws`),
/// placeholders, example digits and partly masked IDs (`1234xxxxxxxx`) are not malformed.
pub(crate) fn is_wrong_account(account: &str) -> bool {
    let digits = account.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || account.len() == 12 && digits == 12 {
        return false;
    }
    let letters = account.chars().filter(|c| c.is_alphabetic() || *c == '_').count();
    let is_filled_in = account.contains(|c: char| "${}<>[]()%*#@&'\"`\\/?…".contains(c));
    if is_filled_in || is_example(account) {
        return false;
    }
    // A single letter among so many digits is a typo.
    letters == 0 || letters == 1 && digits >= 11
}

/// Returns whether digits are obviously an example: `42`, `1234567890`, `0000000`.
fn is_example(account: &str) -> bool {
    let first = account.chars().next();
    let is_row = "1234567890".starts_with(account) || account.chars().all(|c| Some(c) == first);
    account.len() < 6 || account.len() <= 10 && is_row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_are_found_in_texts() {
        let found = |text| arns(text).map(|arn| (arn.partition, arn.account)).collect::<Vec<_>>();
        assert_eq!(found("arn:aws:lambda:us-east-1:111122223333:function:f"), [("aws", "111122223333")]);
        assert_eq!(found("arn:aws-cn:states:::lambda:invoke"), [("aws-cn", "")]);
        assert_eq!(
            found("States.Format('arn:aws:iam::1:role/{} arn:aws-us-gov:iam::2:x', $.r)"),
            [("aws", "1"), ("aws-us-gov", "2")]
        );
        for text in
            ["arn:aws:s3:::b", "darn:aws:x:y:1:z", "arn:PARTITION:x:y:1:z", "arn:aws", "arn:aws:x:y:1"]
        {
            assert!(found(text).iter().all(|(_, account)| account.is_empty()), "{text}");
        }
    }

    #[test]
    fn accounts_are_twelve_digits() {
        for account in [
            "111122223333;",
            "11112222333",
            "1111222233334",
            "1111-2222-3333",
            "111122223333 ",
            "11112222333O",
        ] {
            assert!(is_wrong_account(account), "{account}");
        }
        for account in [
            "",
            "111122223333",
            "aws",
            "cloudfront",
            "-",
            "ACCOUNT_ID",
            "${AWS::AccountId}",
            "${Account1}",
            "<account-1>",
            "{{account1}}",
            "1234xxxxxxxx",
            "xxxxxxxxxxx1",
            "*",
            "' & $account1 & '",
            "${Account}1",
            "account-1",
            "12345",
            "1234567890",
            "0000000",
            "42",
        ] {
            assert!(!is_wrong_account(account), "{account}");
        }
    }
}
