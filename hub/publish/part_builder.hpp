#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/publication/media_list.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/settings.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mingshi::hub {

/// What a part is built from.
struct PartInput {
  std::filesystem::path hub_dir;  ///< with the databases of this and earlier generations
  std::string hall;
  publication::Part part{publication::Part::records};
  std::int64_t sequence{0};
  Instant issued{};
  std::int64_t lease_hours{0};
  std::int64_t poll_seconds{0};
  std::vector<publication::MediaObject> media;
  std::optional<publication::Settings> settings;  ///< records part only
  /// The part's head before, and those of its objects that lie whole in the repository.
  std::optional<publication::PartHead> before;
  std::filesystem::path repository;
};

/// A head and the objects that are new with it.
struct BuiltPart {
  publication::PartHead head;
  std::map<std::string, std::filesystem::path> objects;  ///< by hash; old ones lie in repository/o
  std::set<std::string> withdrawn_objects;  ///< of the head before; they carry what was taken back
};

/// Builds one part's head: its state, the logs that lead there, what was taken back.
///
/// A terminal may come from any generation that delta_spans() names, and from nothing. Each new log
/// is computed from the two databases it connects, never joined from others. When a record is taken
/// back, no log that carries its text stays: a delta is replaced by one that leads from the same
/// generation to this one, the base by a base of this one.
/// @pre DIR/generations/N/disclosure.db is written
/// @errors corrupt; io; as store::write_op_log()
[[nodiscard]] Result<BuiltPart> build_part(PartInput const& input);

/// "DIR/generations/000042/disclosure.db"
[[nodiscard]] std::filesystem::path database_of(std::filesystem::path const& hub_dir,
                                                std::int64_t sequence);

/// Which generations the hub keeps for logs that are still to be computed: the last 64, and the
/// last multiple of 512.
[[nodiscard]] bool is_kept_generation(std::int64_t generation, std::int64_t newest);

}  // namespace mingshi::hub
