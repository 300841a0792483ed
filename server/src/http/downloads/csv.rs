//! Comma-separated values (RFC 4180) that a spreadsheet does not take for formulas.

/// A file of rows that is being written.
#[derive(Debug, Default)]
pub struct Csv(String);

impl Csv {
    /// Adds a row.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            self.cell(cell);
        }
        self.0.push_str("\r\n");
    }

    /// A cell. One that a spreadsheet would run as a formula is begun with an apostrophe, which spreadsheets show as
    /// text; an amount is left as it is. Source: OWASP, "CSV Injection".
    fn cell(&mut self, cell: &str) {
        let dangerous =
            cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !is_amount(cell);
        let quoted = cell.contains([',', '"', '\r', '\n', ';']) || cell.starts_with(' ') || dangerous;
        if quoted {
            self.0.push('"');
        }
        if dangerous {
            self.0.push('\'');
        }
        for letter in cell.chars() {
            if letter == '"' {
                self.0.push('"');
            }
            self.0.push(letter);
        }
        if quoted {
            self.0.push('"');
        }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// `-1249.00`
fn is_amount(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .split_once('.')
        .map_or_else(|| plain(digits), |(whole, fraction)| plain(whole) && plain(fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> String {
        let mut csv = Csv::default();
        csv.row(cells.iter().copied());
        String::from_utf8(csv.into_bytes()).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(row(&["a", "b c", ""]), "a,b c,\r\n");
        assert_eq!(row(&["a,b", "say \"hi\"", "two\nlines"]), "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n");
    }

    #[test]
    fn nothing_becomes_a_formula() {
        for wrong in ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "-", "-1.2.3", "＝1"] {
            let text = row(&[wrong]);
            assert!(text.starts_with("\"'"), "{text:?}");
        }
        assert_eq!(row(&["-1249.00", "-5", "1.5"]), "-1249.00,-5,1.5\r\n");
    }
}
