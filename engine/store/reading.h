// A snapshot over a connection.
#pragma once

#include <memory>

#include "engine/store/connection.h"
#include "engine/store/snapshot.h"

namespace signpost::store {

/// The connection is the snapshot's own as long as the snapshot lives.
std::unique_ptr<Snapshot> take_snapshot(std::shared_ptr<Connection> connection);

}  // namespace signpost::store
