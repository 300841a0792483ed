//! The most common passwords (NIST SP 800-63B §3.1.1.2: refused). Those too short to be accepted anyway are left out.

use domain::Password;

/// One a line, lower case, sorted by bytes; written by `scripts/common-passwords.mjs`.
const LIST: &str = include_str!("common.txt");

/// Whether a password is among the most common ones, in whatever case.
pub fn is_common(password: &Password) -> bool {
    contains(LIST, &password.expose().to_lowercase())
}

/// Binary search over the lines of a text, without an index of them: memory stays what the binary has mapped.
fn contains(list: &str, wanted: &str) -> bool {
    let (mut from, mut to) = (0, list.len());
    while from < to {
        // The line that the middle falls into.
        let middle = usize::midpoint(from, to);
        let bytes = list.as_bytes();
        let start = bytes.iter().take(middle).rposition(|byte| *byte == b'\n').map_or(0, |before| before + 1);
        let length = bytes.iter().skip(middle).position(|byte| *byte == b'\n');
        let end = length.map_or(list.len(), |length| middle + length);
        let Some(line) = bytes.get(start..end) else { return false };
        match line.cmp(wanted.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => from = end + 1,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_every_entry_is_found() {
        let lines: Vec<&str> = LIST.lines().collect();
        assert!(lines.len() > 10_000);
        assert!(lines.windows(2).all(|pair| pair[0].as_bytes() < pair[1].as_bytes()));
        assert!(lines.iter().all(|line| contains(LIST, line)));
    }

    #[test]
    fn common_means_common_in_any_case() {
        let common = |text: &str| is_common(&Password::new(text.to_owned()));
        assert!(common("password1") && common("PassWord1") && common("12345678") && common("qwertyuiop"));
        assert!(!common("correct horse battery") && !common("") && !common("zzzzzzzzzzzzzzzzzzzzzz") && !common("\n"));
    }
}
