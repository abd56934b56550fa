#include "core/crypto/crypto.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "core/crypto/signature.hpp"

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

using mingshi::ErrorCode;
using mingshi::crypto::from_hex;
using mingshi::crypto::Sha256;
using mingshi::crypto::sha256;
using mingshi::crypto::sha256_of_file;
using mingshi::crypto::SigningKey;
using mingshi::crypto::to_hex;
using mingshi::crypto::verify_ed25519;

namespace {

struct Vector {
  std::string seed, public_half, message, signature;
};

/// RFC 8032 §7.1: TEST 1, 2, 3 and SHA(abc).
std::vector<Vector> rfc8032() {
  return {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
       "9b46bd25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f"
       "11d8c387b2eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984"
       "dc6594a7c15e9716ed28dc027beceea1ec40a"},
      {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
       "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3f"
       "eebbd454d4423643ce80e2a9ac94fa54ca49f",
       "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c6643"
       "1e0303dca179c138ac17ad9bef1177331a704"}};
}

}  // namespace

TEST_CASE("crypto: SHA-256 gives the published values", "[crypto]") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("crypto: SHA-256 in pieces equals SHA-256 of the whole", "[crypto]") {
  Sha256 hash;
  hash.add("a");
  CHECK(hash.hex() == sha256("a"));
  hash.add("");
  hash.add("bc");
  CHECK(hash.hex() == sha256("abc"));
}

TEST_CASE("crypto: a file's hash is its bytes' hash", "[crypto]") {
  auto const file{std::filesystem::temp_directory_path() /
                  ("ms-crypto-" + std::to_string(::getpid()))};
  for (std::size_t const size : {0UL, 1UL, 65'536UL, 200'001UL}) {
    std::string const bytes(size, 'm');
    REQUIRE(mingshi::write_file(file, bytes));
    CHECK(sha256_of_file(file) == sha256(bytes));
  }
  std::filesystem::remove(file);
  CHECK(sha256_of_file(file).error().code() == ErrorCode::not_found);
  CHECK(sha256_of_file(std::filesystem::temp_directory_path()).error().code() == ErrorCode::io);
}

TEST_CASE("crypto: hexadecimal text goes both ways", "[crypto]") {
  std::string all;
  for (int c{0}; c < 256; ++c) all += static_cast<char>(c);
  CHECK(from_hex(to_hex(all)) == all);
  CHECK(from_hex("DEADbeef") == "\xDE\xAD\xBE\xEF");
  CHECK(from_hex("") == "");
  for (auto const* bad : {"a", "abc", "0g", "g0", "0x", " 0", "\xE6\x98"})
    CHECK(from_hex(bad).error().code() == ErrorCode::invalid_input);
}

TEST_CASE("crypto: Ed25519 agrees with RFC 8032", "[crypto]") {
  for (auto const& v : rfc8032()) {
    auto const key{SigningKey::from_secret_hex(v.seed)};
    REQUIRE(key);
    auto const message{from_hex(v.message).value()};
    CHECK(key->public_text() == v.public_half);
    CHECK(key->to_secret_hex() == v.seed);
    CHECK(key->sign(message) == v.signature);
    CHECK(verify_ed25519(v.public_half, message, v.signature));
  }
}

TEST_CASE("crypto: any changed bit breaks a signature", "[crypto][errors]") {
  auto const v{rfc8032()[2]};
  auto const message{from_hex(v.message).value()};
  auto const signature{from_hex(v.signature).value()};
  for (std::size_t i{0}; i < signature.size(); ++i) {
    auto changed{signature};
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(verify_ed25519(v.public_half, message, to_hex(changed)));
  }
  CHECK_FALSE(verify_ed25519(v.public_half, message + "x", v.signature));
  CHECK_FALSE(verify_ed25519(v.public_half, "", v.signature));
  CHECK_FALSE(verify_ed25519(rfc8032()[1].public_half, message, v.signature));
}

TEST_CASE("crypto: a malformed key or signature verifies nothing", "[crypto][errors]") {
  auto const v{rfc8032()[0]};
  for (auto const& bad : {std::string{}, v.signature.substr(2), v.signature + "00",
                          "zz" + v.signature.substr(2), v.signature.substr(1)})
    CHECK_FALSE(verify_ed25519(v.public_half, "", bad));
  for (auto const& bad : {std::string{}, v.public_half.substr(2), v.public_half + "00",
                          "zz" + v.public_half.substr(2)})
    CHECK_FALSE(verify_ed25519(bad, "", v.signature));
}

TEST_CASE("crypto: a malformed secret makes no key", "[crypto][errors]") {
  auto const seed{rfc8032()[0].seed};
  for (auto const& bad : {std::string{}, seed.substr(2), seed + "00", "zz" + seed.substr(2)})
    CHECK(SigningKey::from_secret_hex(bad).error().code() == ErrorCode::invalid_input);
}

TEST_CASE("crypto: generated keys differ and survive storage", "[crypto]") {
  auto const a{SigningKey::generate().value()};
  auto const b{SigningKey::generate().value()};
  CHECK(a.public_text() != b.public_text());
  auto const again{SigningKey::from_secret_hex(a.to_secret_hex()).value()};
  CHECK(again.public_text() == a.public_text());
  CHECK(verify_ed25519(a.public_text(), "明示", again.sign("明示").value()));
  CHECK_FALSE(verify_ed25519(b.public_text(), "明示", a.sign("明示").value()));
}
