//! How many typos apart two words are, where more than one or two are of no interest.

/// A longer word is no word that anybody typed.
const LETTERS_MAX: usize = 40;

/// How many letters have to be put in, left out, exchanged, or swapped with the next one to make one word of the other,
/// if that is at most `most`. (The optimal string alignment distance: no letter is touched twice.)
pub(super) fn apart(one: &[char], other: &str, most: usize) -> Option<usize> {
    let mut letters = ['\0'; LETTERS_MAX];
    let mut length = 0;
    for letter in other.chars() {
        *letters.get_mut(length)? = letter;
        length += 1;
    }
    let other = &letters[..length];
    if one.len().abs_diff(length) > most || one.len() > LETTERS_MAX {
        return None;
    }
    let (one, other) = where_they_differ(one, other);
    let found = match (one, other) {
        ([], rest) | (rest, []) => rest.len(),
        ([_], [_]) => 1,
        ([a, b], [c, d]) if a == d && b == c => 1,
        _ if most == 1 => return None,
        _ => aligned(one, other),
    };
    (found <= most).then_some(found)
}

/// The words without what they begin and end with alike.
fn where_they_differ<'a>(one: &'a [char], other: &'a [char]) -> (&'a [char], &'a [char]) {
    let alike = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[alike..], &other[alike..]);
    let ends = one.iter().rev().zip(other.iter().rev());
    let alike = ends.take_while(|(a, b)| a == b).count();
    (&one[..one.len() - alike], &other[..other.len() - alike])
}

fn aligned(one: &[char], other: &[char]) -> usize {
    const WIDTH: usize = LETTERS_MAX + 1;
    let mut rows = [[0_usize; WIDTH]; 3];
    for (at, cell) in rows[1].iter_mut().enumerate() {
        *cell = at;
    }
    for (row, letter) in one.iter().enumerate() {
        let [before, last, next] = &mut rows;
        next[0] = row + 1;
        for (at, theirs) in other.iter().enumerate() {
            let exchanged = last[at] + usize::from(letter != theirs);
            let mut least = exchanged.min(last[at + 1] + 1).min(next[at] + 1);
            let swapped = row > 0 && at > 0 && letter == &other[at - 1] && &one[row - 1] == theirs;
            if swapped {
                least = least.min(before[at - 1] + 1);
            }
            next[at + 1] = least;
        }
        rows.rotate_left(1);
    }
    rows[1][other.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use strsim::osa_distance;

    use super::apart;

    proptest! {
        #[test]
        fn as_the_distance_of_whole_words(one in "[abв]{0,7}", other in "[abв]{0,7}", most in 1_usize..=2) {
            let letters: Vec<char> = one.chars().collect();
            let whole = osa_distance(&one, &other);
            prop_assert_eq!(apart(&letters, &other, most), (whole <= most).then_some(whole));
        }
    }
}
