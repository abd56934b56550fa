#include "core/crypto/crypto.hpp"

#include "core/base/c_handle.hpp"

#include <openssl/evp.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace mingshi::crypto {
namespace {

using Digest = CHandle<EVP_MD_CTX, &EVP_MD_CTX_free>;

constexpr std::size_t sha256_size{32};

/// A hash fails only where OpenSSL has no memory or no provider: nothing a caller could do about
/// it.
void require(bool succeeded) {
  if (succeeded) return;
  std::fputs("mingshi: OpenSSL cannot compute a hash\n", stderr);
  std::abort();
}

std::optional<unsigned> digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
  return std::nullopt;
}

}  // namespace

struct Sha256::State {
  Digest context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_{std::make_unique<State>()} {
  require(state_->context && EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::hex() const {
  Digest const copy{EVP_MD_CTX_new()};
  std::string hash(sha256_size, '\0');
  require(copy && EVP_MD_CTX_copy_ex(copy.get(), state_->context.get()) == 1 &&
          EVP_DigestFinal_ex(copy.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr) ==
              1);
  return to_hex(hash);
}

std::string sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

Result<std::string> sha256_of_file(std::filesystem::path const& file) {
  auto const failed{[&](int code) {
    return fail(code == ENOENT || code == ENOTDIR ? ErrorCode::not_found : ErrorCode::io,
                "hashing " + file.string() + ": " + std::strerror(code), code);
  }};
  CHandle<std::FILE, &std::fclose> const in{std::fopen(file.c_str(), "rbe")};
  if (!in) return failed(errno);
  Sha256 hash;
  std::string block(std::size_t{1} << 16, '\0');
  for (;;) {
    errno = 0;
    auto const n{std::fread(block.data(), 1, block.size(), in.get())};
    hash.add(std::string_view{block}.substr(0, n));
    if (n == block.size()) continue;
    if (std::ferror(in.get()) != 0) return failed(errno);
    return hash.hex();
  }
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits{"0123456789abcdef"};
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (char const c : bytes) {
    auto const byte{static_cast<unsigned char>(c)};
    hex += digits[byte >> 4U];
    hex += digits[byte & 0xFU];
  }
  return hex;
}

Result<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return fail(ErrorCode::invalid_input, "hexadecimal text of odd length");
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i{0}; i < hex.size(); i += 2) {
    auto const high{digit(hex[i])};
    auto const low{digit(hex[i + 1])};
    if (!high || !low)
      return fail(ErrorCode::invalid_input,
                  "no hexadecimal digit at byte " + std::to_string(high ? i + 1 : i));
    bytes += static_cast<char>(*high << 4U | *low);
  }
  return bytes;
}

std::optional<std::string> digest(std::string_view algorithm, std::string_view bytes) {
  EVP_MD const* kind{nullptr};
  if (algorithm == "sha256") kind = EVP_sha256();
  if (algorithm == "sha384") kind = EVP_sha384();
  if (algorithm == "sha512") kind = EVP_sha512();
  if (kind == nullptr) return std::nullopt;
  std::string hash(static_cast<std::size_t>(EVP_MD_get_size(kind)), '\0');
  require(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(hash.data()),
                     nullptr, kind, nullptr) == 1);
  return to_hex(hash);
}

}  // namespace mingshi::crypto
