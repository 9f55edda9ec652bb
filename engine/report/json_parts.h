// Parts that several JSON formats share. Every format names itself and its version in `format`;
// within a version fields may be added, never renamed, retyped or removed.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/model/standing.h"
#include "engine/report/json_writer.h"
#include "engine/score/summary.h"

namespace signpost::report {

/// A member that is null where the text is empty.
void text_member(JsonWriter& json, std::string_view name, std::string_view text);

/// {"en", "ar"}; null for a language that it is not in.
void bilingual_member(JsonWriter& json, std::string_view name, const Bilingual& text);

/// `as_of`, `known_at`, and what hindsight adds: `hindsight`, `not_known_then`;
/// `not_available` where that is counted.
void moment_members(JsonWriter& json, const Moment& moment, bool hindsight, int not_known_then,
                    std::optional<int> not_available = {});

/// "retired": {"on","because"} or null
void retired_member(JsonWriter& json, const std::optional<Retired>& retired);
/// `came_true`: {occurred, items} or null.
void came_true_member(JsonWriter& json, const std::optional<CameTrue>& came_true);

/// `probability`: null of a countable forecast without history.
void probability_member(JsonWriter& json, const Assessment& assessment);

/// `probability_at_horizon`, `came_true` and `model`.
void outcome_members(JsonWriter& json, const Assessment& assessment);

/// {"scale", "key"}
void word_member(JsonWriter& json, std::string_view name, Probability probability);

/// `interval`: [low, high], 90 % confidence; null where it cannot be told.
void interval_member(JsonWriter& json, const std::optional<score::ConfidenceInterval>& interval);

/// {outcome, on, known_from, recorded, because, items}; null where it is not settled.
void resolution_member(JsonWriter& json, std::string_view name,
                       const std::optional<Resolution>& resolution);
/// Numbers of items, as `evidence show` takes them.
void items_member(JsonWriter& json, std::string_view name, std::span<const ItemId> items);

/// The members of one item, for an object that may say more: its number, what the desk made of it
/// (`judged`), and its content with the names of the import formats.
void line_members(JsonWriter& json, const ItemLine& line);

/// What a declaration of coverage says, as members: number, indicator, from, to, level, because,
/// recorded.
void declaration_members(JsonWriter& json, const CoverDeclaration& cover);

/// "coverage": what is declared, as an array.
void coverage_member(JsonWriter& json, std::span<const CoverDeclaration> covers);

}  // namespace signpost::report
