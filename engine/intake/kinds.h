// Kinds within kinds: indicators whose events are also events of a wider one (`of`).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "engine/intake/references.h"
#include "engine/model/definitions.h"

namespace signpost::intake {

/// The way that leads from an id back to itself, both ends included: {"a", "b", "a"}; a shortest
/// one. Empty where there is none. `next` gives the ids to which one leads.
std::vector<std::string> circle_through(
    const std::string& id,
    const std::function<std::vector<std::string>(const std::string& id)>& next);

/// Whether one indicator is of the other's kind, at any remove.
bool is_of(const Index<Indicator>& indicators, const std::string& narrower,
           const std::string& wider);

/// What keeps an indicator from being counted, and from being a kind of another, or another of it:
/// that it happens once, or is seen at set times. Empty: nothing.
Phrase no_stream(const Indicator& indicator);

/// A rate that leaves nothing beside the narrower kinds: theirs together are no less than it.
struct Crowded {
  std::size_t expectation = 0;  // of the wider kind: its place among the scenario's
  std::vector<std::size_t> parts;
  bool if_true = false;  // it is if_true, else if_false
  Phrase message;
  Phrase hint;  // says the sums
};

/// All such rates of a scenario. An expectation's parts are those whose nearest expected ancestor
/// it is. What stands for no rate, or for an indicator that is not known, is passed over.
std::vector<Crowded> crowded(const std::vector<Expectation>& expects,
                             const Index<Indicator>& indicators);

}  // namespace signpost::intake
