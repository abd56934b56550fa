#pragma once

#include "core/base/fd.hpp"
#include "core/base/result.hpp"
#include "core/crypto/crypto.hpp"
#include "sync/fetch/source.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace mingshi::sync {

/// An object on its way to the disk: FILE.part until it is whole and verified, then FILE.
/// What a process that was killed, or a power cut, left of it is read again in full before anything
/// is appended, and the hash is over all of it, so that no byte is trusted for having been written.
class PartFile {
 public:
  /// Goes on with what is there of the object.
  /// @errors io
  [[nodiscard]] static Result<PartFile> open(Download const& what);
  PartFile(PartFile&&) noexcept = default;
  PartFile& operator=(PartFile&&) noexcept = default;
  /// Leaves no empty part behind.
  ~PartFile();

  /// Bytes there, from the start of the object.
  [[nodiscard]] std::int64_t have() const { return have_; }
  [[nodiscard]] bool whole() const { return have_ == what_.size; }

  /// Appends, flushing to the disk every now and then, so that a power cut costs little.
  /// @pre no more than what is missing
  /// @errors io
  /// @after-failure the part is gone: room is needed more elsewhere, and after a refused flush the
  /// kernel may call bytes written that are not
  [[nodiscard]] Result<void> append(std::string_view bytes);
  /// Takes back what was appended beyond `offset`.
  /// @errors io
  [[nodiscard]] Result<void> cut_back(std::int64_t offset);
  /// Throws away what is there and begins anew.
  /// @errors io
  [[nodiscard]] Result<void> restart() { return cut_back(0); }

  /// Verifies, flushes and names the object.
  /// @pre whole()
  /// @errors corrupt other bytes than were asked for; io
  /// @after-failure corrupt: the part is empty and can be begun anew; io: it is gone
  [[nodiscard]] Result<void> finish();

 private:
  PartFile(Download what, std::filesystem::path part);
  [[nodiscard]] Result<void> take_over();
  [[nodiscard]] std::unexpected<Error> disk_error(std::string_view doing) const;
  /// disk_error() of which nothing is to be gone on with.
  [[nodiscard]] std::unexpected<Error> lost(std::string_view doing) const;

  Download what_;
  std::filesystem::path part_;
  Fd file_;
  crypto::Sha256 hash_;
  std::int64_t have_{0};
  std::int64_t flushed_{0};  ///< bytes known to be on the disk
};

/// Is the object there under its name, at its full size?
[[nodiscard]] bool is_done(Download const& what);

}  // namespace mingshi::sync
