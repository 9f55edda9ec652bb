// Does a title join two claims or places? Then it should be two scenarios.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signpost::intake {

/// The word of an English title that joins ("and", "&"), if there is one.
std::optional<std::string> joining_word_en(std::string_view title);

/// The word of an Arabic title that joins («و», «والنظام», «على حد سواء»), if there is one.
///
/// In Arabic "and" is one letter, و, written onto the next word, and many words begin with that
/// letter of their own (وكالة agency, وصول arrival, وثائق documents, واشنطن Washington). A warning
/// that fires on those would teach people to ignore it, so the rule takes only what is clear:
///   1. «و» standing alone (also before a quotation mark), and «على حد سواء», "alike";
///   2. و before the article: وال… with three letters or more after it (والعراق), ولل… and وبال…;
///      not the few words that begin so themselves (والد father, والي governor, وبال);
///   3. و and a preposition: وفي, ومن, وعلى, وإلى, وعن, ومع, وبين;
///   4. و before a letter that no word of the language, but for the few listed, has after a و of
///      its own: إ أ آ و with two letters after it, ت م ن with three (وإيران, وتركيا, ومنطقة; but
///      وتيرة pace, وميض flash);
///   5. و before names that such forecasts often join and that rule 4 does not reach (ولبنان).
/// What it misses costs nothing but the warning.
std::optional<std::string> joining_word_ar(std::string_view title);

}  // namespace signpost::intake
