#include "core/crypto/crypto.hpp"

#include "core/base/c_handle.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

namespace mingshi::crypto {
namespace {

using Digest = CHandle<EVP_MD_CTX, &EVP_MD_CTX_free>;
using Key = CHandle<EVP_PKEY, &EVP_PKEY_free>;

constexpr std::size_t key_size{32};
constexpr std::size_t signature_size{64};
constexpr std::size_t sha256_size{32};

unsigned char const* bytes_of(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}

/// SHA-256 fails only where OpenSSL has no memory or no provider: nothing a caller could do about
/// it.
void require(bool succeeded) {
  if (succeeded) return;
  std::fputs("mingshi: OpenSSL cannot compute SHA-256\n", stderr);
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

/// The seed and what OpenSSL makes of it; OpenSSL wipes its own copy.
struct SigningKey::Secret {
  Secret() = default;
  Secret(Secret const&) = delete;
  Secret& operator=(Secret const&) = delete;
  Secret(Secret&&) = delete;
  Secret& operator=(Secret&&) = delete;
  ~Secret() { OPENSSL_cleanse(seed.data(), seed.size()); }

  [[nodiscard]] Result<void> expand() {
    key.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
    std::size_t size{public_half.size()};
    if (!key || EVP_PKEY_get_raw_public_key(key.get(), public_half.data(), &size) != 1)
      return fail(ErrorCode::unsupported, "OpenSSL cannot make an Ed25519 key");
    return {};
  }

  std::array<unsigned char, key_size> seed{};
  std::array<unsigned char, key_size> public_half{};
  Key key;
};

Result<SigningKey> SigningKey::generate() {
  auto secret{std::make_shared<Secret>()};
  if (RAND_priv_bytes(secret->seed.data(), static_cast<int>(secret->seed.size())) != 1)
    return fail(ErrorCode::io, "no randomness for a key");
  MS_TRY(secret->expand());
  return SigningKey{std::move(secret)};
}

Result<SigningKey> SigningKey::from_secret_hex(std::string_view seed_hex) {
  if (seed_hex.size() != key_size * 2)
    return fail(ErrorCode::invalid_input, "a secret key has 64 hexadecimal digits");
  auto bytes{MS_TRY(from_hex(seed_hex))};
  auto secret{std::make_shared<Secret>()};
  std::memcpy(secret->seed.data(), bytes.data(), key_size);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  MS_TRY(secret->expand());
  return SigningKey{std::move(secret)};
}

std::string SigningKey::to_secret_hex() const {
  return to_hex({reinterpret_cast<char const*>(secret_->seed.data()), secret_->seed.size()});
}

std::string SigningKey::public_hex() const {
  return to_hex(
      {reinterpret_cast<char const*>(secret_->public_half.data()), secret_->public_half.size()});
}

Result<std::string> SigningKey::sign(std::string_view message) const {
  Digest const context{EVP_MD_CTX_new()};
  std::array<unsigned char, signature_size> signature{};
  std::size_t size{signature.size()};
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, secret_->key.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(message), message.size()) !=
          1)
    return fail(ErrorCode::unsupported, "OpenSSL cannot sign with Ed25519");
  return to_hex({reinterpret_cast<char const*>(signature.data()), size});
}

bool verify_ed25519(std::string_view public_hex, std::string_view message,
                    std::string_view signature_hex) {
  auto const public_half{from_hex(public_hex)};
  auto const signature{from_hex(signature_hex)};
  if (!public_half || public_half->size() != key_size || !signature ||
      signature->size() != signature_size)
    return false;
  Key const key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(*public_half),
                                            public_half->size())};
  Digest const context{EVP_MD_CTX_new()};
  return key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(*signature), signature->size(), bytes_of(message),
                          message.size()) == 1;
}

}  // namespace mingshi::crypto
