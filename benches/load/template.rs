//! JSON that is written often and differs in a few numbers only.

use serde_json::Value;

/// Stands where a number goes. No text that is sent here has it.
const GAP: i64 = -919_191_919_191;

/// JSON with gaps for numbers.
pub struct Template {
    parts: Vec<String>,
    /// Which number goes into each gap.
    order: Vec<usize>,
}

impl Template {
    /// The given JSON with gaps at these places (JSON pointers); the numbers that fill them come in the same order.
    pub fn new(mut json: Value, places: &[&str]) -> Self {
        for (at, place) in places.iter().enumerate() {
            let there = json.pointer_mut(place);
            *there.unwrap_or_else(|| panic!("nothing at {place}")) =
                Value::from(GAP - i64::try_from(at).unwrap());
        }
        let json = json.to_string();
        let mut gaps: Vec<(usize, usize, usize)> = (0..places.len())
            .map(|at| {
                let gap = (GAP - i64::try_from(at).unwrap()).to_string();
                (json.find(&gap).unwrap(), at, gap.len())
            })
            .collect();
        gaps.sort_unstable();
        let (mut parts, mut order, mut done) = (Vec::new(), Vec::new(), 0);
        for (from, at, length) in gaps {
            parts.push(json[done..from].to_owned());
            order.push(at);
            done = from + length;
        }
        parts.push(json[done..].to_owned());
        Self { parts, order }
    }

    /// The JSON with these numbers.
    pub fn fill(&self, numbers: &[i64]) -> String {
        let mut json = self.parts[0].clone();
        for (number, part) in self.order.iter().zip(&self.parts[1..]) {
            json.push_str(&numbers[*number].to_string());
            json.push_str(part);
        }
        json
    }
}
