// The door to a store: what must be so before its file is opened, and in plain words why the
// database refused something.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "engine/base/phrase.h"
#include "engine/store/database.h"

namespace signpost::store {

/// Opens a store and checks that it is one: Error{kStore} where it is missing, unreadable, not
/// ours, or of a version that this program does not know. An older store is upgraded (upgrade.h),
/// and `copy` is given the path of the copy that was made of it before.
std::unique_ptr<Connection> open_store(const std::filesystem::path& path, Mode mode,
                                       std::optional<std::filesystem::path>* copy = nullptr);

/// Opens a store for reading and leaves it as it is, an older one too, and its log where it has
/// one. Error{kStore} as above.
std::unique_ptr<Connection> open_as_it_is(const std::filesystem::path& path);

/// The Error for what the database refused, in plain words; std::bad_alloc where memory was
/// refused.
[[noreturn]] void throw_as_error(const std::filesystem::path& path, Refusal why,
                                 const Phrase& message = {});
[[noreturn]] void throw_as_error(const std::filesystem::path& path, const Refused& refused);

/// The Error for a file that the database cannot make sense of.
[[noreturn]] void throw_damaged(const std::filesystem::path& path, const Phrase& message,
                                const Phrase& hint);

/// The same where a new file was to be made.
[[noreturn]] void throw_not_made(const std::filesystem::path& path, const Refused& refused);

/// What to do about a store that is damaged, and about one that cannot be changed where it stands.
Phrase restore_it();
Phrase copy_it_or_name_another();

/// Runs `work`; what the database refuses in it becomes an Error.
template <class Work>
auto in_plain_words(const std::filesystem::path& path, const Work& work) {
  try {
    return work();
  } catch (const Refused& refused) {
    throw_as_error(path, refused);
  }
}

}  // namespace signpost::store
