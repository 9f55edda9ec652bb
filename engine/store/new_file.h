// Making a file that is there whole or not at all, and never in the place of another.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

namespace signpost::store {

/// Has anything that name, be it a link that leads nowhere?
bool is_there(const std::filesystem::path& path);

/// What SQLite would play into whatever file has the store's name.
inline constexpr const char* kLogs[] = {"-wal", "-journal"};
/// The log that lies beside that name, with a store or without; nothing where there is none.
std::optional<std::filesystem::path> log_beside(const std::filesystem::path& store);

/// Refuses where something or its log stands at `target`, or its folder is missing or cannot be
/// written to: Error{kStore} in plain words. Else lets `make` fill an empty file beside it, flushes
/// that to disk and gives it its mode and name; a file that came to stand there meanwhile is left
/// alone. What SQLite refuses in `make` becomes an Error that speaks of `target`.
void make_new_file(const std::filesystem::path& target, unsigned mode,
                   const std::function<void(const std::filesystem::path& unnamed)>& make);

}  // namespace signpost::store
