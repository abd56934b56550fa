#include "core/crypto/signature.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/crypto/crypto.hpp"
#include "tests/unit/core/crypto/vectors.hpp"

#include <string>
#include <string_view>

using mingshi::ErrorCode;
using namespace mingshi::crypto;

namespace {

bool verifies(Scheme scheme, std::string_view key, std::string_view message,
              std::string_view signature) {
  auto const parsed{VerifyingKey::parse(scheme, key)};
  return parsed && parsed->verifies(message, signature);
}

/// A key of the scheme; the RSA one is at hand, for making one takes its time.
SigningKey a_key(Scheme scheme) {
  return scheme == Scheme::rsa_pss_sha256 ? SigningKey::from_pem(vectors::rsa_secret).value()
                                          : SigningKey::generate(scheme).value();
}

}  // namespace

TEST_CASE("signature: what others have signed verifies", "[crypto][signature]") {
  CHECK(verifies(Scheme::ecdsa_p256_sha256, vectors::p256, "sample", vectors::p256_of_sample));
  CHECK(verifies(Scheme::sm2_sm3, vectors::sm2, "message digest", vectors::sm2_of_message_digest));
  for (auto const signature : {vectors::rsa_salt_32, vectors::rsa_salt_20, vectors::rsa_salt_max})
    CHECK(verifies(Scheme::rsa_pss_sha256, vectors::rsa, "明示", signature));
}

TEST_CASE("signature: every scheme signs, verifies and notices a change", "[crypto][signature]") {
  auto const scheme{GENERATE(Scheme::ed25519, Scheme::ecdsa_p256_sha256, Scheme::rsa_pss_sha256,
                             Scheme::sm2_sm3)};
  CAPTURE(static_cast<int>(scheme));
  auto const key{a_key(scheme)};
  CHECK(key.scheme() == scheme);
  std::string const message{"明示 public"};
  auto const signature{key.sign(message).value()};
  auto const half{VerifyingKey::parse(scheme, key.public_text()).value()};
  CHECK(half.verifies(message, signature));
  CHECK_FALSE(half.verifies(message + "x", signature));
  CHECK_FALSE(half.verifies("", signature));
  auto changed{from_hex(signature).value()};
  changed.back() = static_cast<char>(changed.back() ^ 1);
  CHECK_FALSE(half.verifies(message, to_hex(changed)));
  for (auto const& bad : {std::string{}, std::string{"00"}, "zz" + signature.substr(2),
                          signature.substr(2), signature.substr(1)})
    CHECK_FALSE(half.verifies(message, bad));
  for (Scheme const other : all_schemes)
    if (other != scheme) CHECK_FALSE(VerifyingKey::parse(other, key.public_text()));
}

TEST_CASE("signature: a key has one identity, however it was written down", "[crypto][signature]") {
  auto const identity{[](Scheme scheme, std::string_view text) {
    return VerifyingKey::parse(scheme, text).value().identity();
  }};
  auto const p256{identity(Scheme::ecdsa_p256_sha256, vectors::p256)};
  CHECK(identity(Scheme::ecdsa_p256_sha256, vectors::p256_compressed) == p256);
  CHECK(identity(Scheme::ecdsa_p256_sha256, vectors::p256_folded) == p256);
  CHECK(identity(Scheme::ecdsa_p256_sha256, "note\n" + std::string{vectors::p256}) == p256);
  CHECK(p256.find("60FED4BA255A9D31") != std::string::npos);
  CHECK(p256.find("7903FE1008B8BC99") != std::string::npos);
  CHECK(identity(Scheme::ed25519, std::string(64, 'A')) ==
        identity(Scheme::ed25519, std::string(64, 'a')));
  for (Scheme const scheme : {Scheme::ed25519, Scheme::ecdsa_p256_sha256, Scheme::sm2_sm3}) {
    auto const key{SigningKey::generate(scheme).value()};
    auto const other{SigningKey::generate(scheme).value()};
    CHECK(identity(scheme, key.public_text()) == identity(scheme, key.public_text()));
    CHECK(identity(scheme, key.public_text()) != identity(scheme, other.public_text()));
  }
  CHECK(identity(Scheme::rsa_pss_sha256, vectors::rsa).size() == 4 + 512);
}

TEST_CASE("signature: a key that is not fit for its scheme is none",
          "[crypto][signature][errors]") {
  auto const refused{[](Scheme scheme, std::string_view text) {
    auto const key{VerifyingKey::parse(scheme, text)};
    return !key && key.error().code() == ErrorCode::invalid_input;
  }};
  CHECK(refused(Scheme::ecdsa_p256_sha256, vectors::p384));
  CHECK(refused(Scheme::ecdsa_p256_sha256, vectors::sm2));
  CHECK(refused(Scheme::ecdsa_p256_sha256, vectors::rsa));
  CHECK(refused(Scheme::ecdsa_p256_sha256, vectors::ed25519_pem));
  CHECK(refused(Scheme::rsa_pss_sha256, vectors::p256));
  CHECK(refused(Scheme::sm2_sm3, vectors::p256));
  CHECK(refused(Scheme::ed25519, vectors::ed25519_pem));
  for (Scheme const scheme : all_schemes)
    for (auto const& text : {std::string{}, std::string{"zz"}, std::string(62, '0'),
                             std::string(66, '0'), std::string{vectors::rsa.substr(0, 200)}})
      CHECK(refused(scheme, text));
}

TEST_CASE("signature: RSA below 2048 bits verifies nothing", "[crypto][signature][errors]") {
  CHECK_FALSE(VerifyingKey::parse(Scheme::rsa_pss_sha256, vectors::rsa_short));
  CHECK_FALSE(
      verifies(Scheme::rsa_pss_sha256, vectors::rsa_short, "明示", vectors::rsa_short_signature));
}

TEST_CASE("signature: RSA with the older padding is no PSS signature",
          "[crypto][signature][errors]") {
  CHECK_FALSE(verifies(Scheme::rsa_pss_sha256, vectors::rsa, "明示", vectors::rsa_v15));
}

TEST_CASE("signature: a public key that asks for a passphrase is none, and nobody is asked",
          "[crypto][signature][errors]") {
  CHECK_FALSE(VerifyingKey::parse(Scheme::ecdsa_p256_sha256, vectors::p256_asking));
}

TEST_CASE("signature: a sealed key opens with its passphrase only", "[crypto][signature]") {
  auto const scheme{GENERATE(Scheme::ed25519, Scheme::ecdsa_p256_sha256, Scheme::sm2_sm3)};
  auto const key{SigningKey::generate(scheme).value()};
  auto const sealed{key.to_sealed_pem("口令 pass").value()};
  CHECK(sealed.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  auto const again{SigningKey::from_pem(sealed, "口令 pass").value()};
  CHECK(again.scheme() == scheme);
  CHECK(again.public_text() == key.public_text());
  CHECK(VerifyingKey::parse(scheme, key.public_text())->verifies("m", again.sign("m").value()));
  for (std::string_view const wrong : {"", "口令", "口令 passx"})
    CHECK(SigningKey::from_pem(sealed, wrong).error().code() == ErrorCode::denied);
  CHECK(SigningKey::from_pem(sealed, std::string(5000, 'x')).error().code() == ErrorCode::denied);
  CHECK(key.to_sealed_pem("").error().code() == ErrorCode::invalid_input);
  CHECK(key.to_sealed_pem("口令 pass").value() != sealed);
}

TEST_CASE("signature: what is no private key makes none", "[crypto][signature][errors]") {
  for (std::string_view const text : {std::string_view{""}, std::string_view{"x"}, vectors::rsa})
    CHECK(SigningKey::from_pem(text).error().code() == ErrorCode::invalid_input);
  auto const p256{SigningKey::generate(Scheme::ecdsa_p256_sha256).value()};
  CHECK(p256.to_secret_hex().empty());
}

TEST_CASE("digest: the algorithms that metadata names", "[crypto]") {
  CHECK(digest("sha256", "abc") == sha256("abc"));
  CHECK(digest("sha384", "abc") ==
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134"
        "c825a7");
  CHECK(digest("sha512", "abc") ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3"
        "feebbd454d4423643ce80e2a9ac94fa54ca49f");
  for (auto const* unknown : {"", "md5", "sha1", "SHA256", "sha512-256", "unknown-hash"})
    CHECK_FALSE(digest(unknown, "abc"));
}
