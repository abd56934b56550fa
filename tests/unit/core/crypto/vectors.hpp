#pragma once

#include <string_view>

/// Keys and signatures that others have made.
namespace mingshi::crypto::vectors {

/// RFC 6979, A.2.5: the key, the same with its point compressed and folded otherwise, and the
/// signature of "sample".
inline constexpr std::string_view p256{R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7
Yfps5mliLmDyn7Z5A/4QCLi8maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==
-----END PUBLIC KEY-----
)"};
inline constexpr std::string_view p256_compressed{R"(-----BEGIN PUBLIC KEY-----
MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADYP7UuiVanTHJYet0xjVtaMBJuJI7
Yfps5mliLmDyn7Y=
-----END PUBLIC KEY-----
)"};
inline constexpr std::string_view p256_folded{R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEYP7U
uiVanTHJYet0xjVtaMBJ
uJI7Yfps5mliLmDyn7Z5
A/4QCLi8maQa6elWKLxk
8vGyDC1+n1F3o8KU1EYi
mQ==
-----END PUBLIC KEY-----
)"};
inline constexpr std::string_view p256_of_sample{
    "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716022100"
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"};

/// The same key behind a header that makes OpenSSL ask for a passphrase.
inline constexpr std::string_view p256_asking{R"(-----BEGIN PUBLIC KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF

MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7
Yfps5mliLmDyn7Z5A/4QCLi8maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==
-----END PUBLIC KEY-----
)"};

/// GB/T 32918.5-2017, A.2: the key, and its signature of "message digest".
inline constexpr std::string_view sm2{R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAECfnfMR5UIaFQ3X0WHkvFxnIXn60Y
M/wHa7CP81bzUCDM6kkM4md1pS3G6nGMwapgCu0F+/NeCEpmMvYHLamtEw==
-----END PUBLIC KEY-----
)"};
inline constexpr std::string_view sm2_of_message_digest{
    "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3022100"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"};

/// Made with the openssl command for this file; signatures of "明示" with salts of 32 and 20 bytes
/// and the longest, and one with PKCS #1 v1.5 padding.
inline constexpr std::string_view rsa_secret{R"(-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCSyu1LTBNEKNP7
K/cWgJpPK5YEGx2IZrFVSRFRQu+GEjPt62Q1GJwOzW1uDiFIBI+rpWCw3CqvB7JY
bK6+7q26jbhxz+S/Nlyx7EJfaX4nZrFm1xCjdTP4LQXQ5jJsy60WV/MjJjMnrY5t
JWTjt9YbuXado39+JZiNpOn7RRtCtCgdSZF2eykHCl6MvANQWwt00oL/ZXgoVihU
DvLJbd2m0U0ikxkl83xITteyfyCdAET94fXrN6+Sqm/JPqhcuFCwXeOHB2OZ8Fba
uNsgySkIDbRXDi7CXymrBoc+TAKCOc4gO/oEULBAghbxQXZ1w8XKSn9WObvB5o/Y
fTmxD1x3AgMBAAECggEAPdi5uavHwkPhbEXNyPFOEmUuw3QZMUrzFBfA8BffiwFI
V8mBYs2HksUCggf6BbnGPm9jGaDpau03OwIvbcpp79ueBnWsztM8osoD/OcZe8hM
niOmovfSeZGejbEvNZ9qwas0iW6ixujcxSeoJjliQDQXwbsNED0O1T7SRkeLgMJ7
eZq/ZKEnKEM8NWFyqCIfJMdja6c7PuseOpTLgN6J+LjBIhP0mNsWEq9r/6Pvu7G0
0STshD01qT0yXzuisxRVektKDEb4kW5XrT0Ya9Fz4BBjNR67EUZ8XMN9/nLMON3r
4/aHhwW0audMF2WJQWGdmR76KRxf/KHzbBJvtHkAYQKBgQDDJwjw6UaIXVL1RT6M
R5J34TL0JlbCCuYteAVDWg08bZJDE8dPYrsUmGWZyz9hXoYhGIERTH6pvIgy0qVL
Juwo+4z7Cz46znQNI6+XoHDeMIa1Dr9+L240sjN2bHW9eH4xH7dcTkV5Z9WGRaqg
xguYNAuQItV/UYUGGIIFvqsvRQKBgQDAj9bZvjCy0lb8KyQ8wjPx+BBepVX/5RU4
s7wx2UYy3VLTXiYHbY5g9VIrHBigueu6UyKJhxVY/wMqC7gXBQCNLzpDrizfu6kA
qSi71bKsEMjeE71QQ2p4aMlS40J/Ol5yq5H4tECV0PaFx3/V9L7mZRC7k8C3eo++
8thYQ3QKiwKBgQCBAsQxZzW+nltiU8V2vTYB1Dl4GARQwR3Lv0VTciu/3/vKJkAj
pfRhOCIqmqeque9X37grdHNjyIQNfR3S4cdLjIh1ycf43lTv/sBtL56N9GyJM1e6
lqZ3ZbsJtcfcWtSpqvrvpbrd+Ju66UFUibhOhVGDltOnGIAlOHx0ScknNQKBgCpy
yur/GR8ibRhzri5SpT7O71Td36JkbpQsUu0uN2JZFbwQghObHArVqYJlVCyCL6vI
TdHBXHxc4uau5Kr2aFO3OIHY8H11keDaaWdWyWdS3+TMtyvtYJggiVjjTjJbvJxM
pAYOPjqIcP+2pcCVjkudtd2TyaTouK1gPT7fx8HXAoGADHCsg+YQZBtne1G2n8pC
LIlPCiWLc23RgeUbJ419zxXre9iTM79gEtgSxA7stb0JvHPq3uKy7JTo/EcGdYl0
6XWYPy1O3PSHfoiS7QO72jx7ghyLjz3a0r4SS1ahRFWjPLTW2PYvrp6U55XFQN+4
kXnASR7Mvih+dHvjDm+/srY=
-----END PRIVATE KEY-----
)"};
inline constexpr std::string_view rsa{R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAksrtS0wTRCjT+yv3FoCa
TyuWBBsdiGaxVUkRUULvhhIz7etkNRicDs1tbg4hSASPq6VgsNwqrweyWGyuvu6t
uo24cc/kvzZcsexCX2l+J2axZtcQo3Uz+C0F0OYybMutFlfzIyYzJ62ObSVk47fW
G7l2naN/fiWYjaTp+0UbQrQoHUmRdnspBwpejLwDUFsLdNKC/2V4KFYoVA7yyW3d
ptFNIpMZJfN8SE7Xsn8gnQBE/eH16zevkqpvyT6oXLhQsF3jhwdjmfBW2rjbIMkp
CA20Vw4uwl8pqwaHPkwCgjnOIDv6BFCwQIIW8UF2dcPFykp/Vjm7weaP2H05sQ9c
dwIDAQAB
-----END PUBLIC KEY-----
)"};
inline constexpr std::string_view rsa_salt_32{
    "69f2fb7c56fa5940b0af3a38d1ac1ed2d836e6891e9c8bf861f4ac61ee82034cc0528675fad6e15c"
    "da6b37b09714470ef4240904448a5e6b724a9f72845076aede098d72d176ba730ce3bb20e1f9d439"
    "8bd099ed8bbc4b3bdc80cde8e50d0457898f587fc41fa278d03c9f7b61af39bfd482d5a58097af3e"
    "30307242059b4c6b4cce3b942aa4ca62e54df2fbda569387f1431346ff1fde442db9359d4a71eb9f"
    "9a3b9040599d449a7467035ae959bcc1a16f0e757591ef4dbc6139e12cc02a45469d2181dc562591"
    "83d947633c57afe03c0bffa7a1c59bc3c16e3b550faf78f50dfeea3947c3ab2d96cfa06a4a46bcd5"
    "b94383dd70683376394f4b1fe0a179b6"};
inline constexpr std::string_view rsa_salt_20{
    "47c54642944a020a09836e7730ad3a31472b2be56a994a53f97177dd9fb97a3511ad8d5f54a3149c"
    "53ecdfe21b8be99f3a4597afec7140bfdeb39422502de38c342aa50ba7c1b87ce0807e126833081a"
    "87356352b432f16b09d7fe844f8cb816580825e870c801ed0805cb3156e288d0d54a87315735463e"
    "a452d7a19fe8025f4ec43ff6a2006422b264dfdf2bd398ff326f03fada7416f545afb9799848e7ea"
    "a6a970c803180aba7136173f049a4c9fae15b9e94ecd9d722f1261e33ba6461f3da50c1de2028ea6"
    "df3a5cafe7b3e86465d26b02bdcfd34465046bb5b8dc7287dc712b22d7568e169e1e9b18749bb063"
    "96c13d55b86815c3f254220a0696f931"};
inline constexpr std::string_view rsa_salt_max{
    "832dca9f97f70381ef19a397f7c79fa10adba9f43cc8702a47d75201322ef1f10313f446f3dc2557"
    "307ba9fcf0b348dea9178f985ec8e4ce28fc26a7e793f9c3ab16e2a0f58e2a981ef0ed4b1f210a82"
    "54e908d6a07ca03546e12982bf2a0b55e32e6dcf23a276124714df54d543a554a9a8e84ebd820dee"
    "e3f8b013e1448b4c7af1461aadc0098833f7d6c3af6798cae302e9df7e15ccaa086d1727344dfd8b"
    "50f4efdba1b55010b64711d505754aef8ac47d95ef576f201cd544bc8adf8166b08858e8dd287d79"
    "616fd9ed83bc1005326c93b64ceae235aefc2123dfdae325a8edba2a8037d7a0d6b0d3a1477847a8"
    "1aabdbdf325830157bc1bf058b979101"};
inline constexpr std::string_view rsa_v15{
    "617c72ed0575713770720ff83fc2a336193465b1578bafa99b41337c018cc66cbb9881410e49f59c"
    "74cf5a34e82bf03463c5d0eed7f0fa1b6522ce340626a652d72fe1c0f562245eb071fb79314b19a1"
    "3a5f5ba91f4f628e6441dd5f3d6864b75602dcac42de90fdab129c362a77095e667547b872a93c37"
    "fa211f6d3217ca399057328c732c88c84e4ecb2d2028090f647147ebcd23af668b18f7028242558f"
    "0ed87e9cbc29f21a2b553c4b1635213d19daf5aeec59c970ba9f9b22cf8c6d30fb1e798ff6e3a251"
    "20c5fd03f2e68d45658d58b56ff76409f8437cbb21ef533505fec7c23a48a4d40bf6d991c7088fb9"
    "248f3a9836c12f727cc27bb819aa70a0"};

/// 2047 bits, one less than is taken, with its signature of "明示".
inline constexpr std::string_view rsa_short{R"(-----BEGIN PUBLIC KEY-----
MIIBITANBgkqhkiG9w0BAQEFAAOCAQ4AMIIBCQKCAQBlhZ9i6zTU8xjrVQvBA0NU
/+LT0sKWM48aEw2DkGQ79V24kuHD7BUXnJMxETUZKIAIMoOL5odMZkeUI8dFsiqp
a+5VgLtNh7a2G97/Fpw1TOiXZOQHPoKs00H0jXImU034zZaEjDUs5f7GPJTcOrbA
uf1IbvHaMB4zDzKy5PKw1CFKFsE1oKGK17XqOAUJKpFIl9rDFaykVJVZ3lhu9cIN
1TVUFXkKcNXQsqzP4fQAqo/bjcWVtgiA1+7Lea2XO0hAOxktEJFniTk+5oy8fDEf
p80Zp5eCwcWFkT7pQgyZoxLbCzudrgV+qm33qLUjXwo2T+/OmQU78TMhiWdmI055
AgMBAAE=
-----END PUBLIC KEY-----
)"};
inline constexpr std::string_view rsa_short_signature{
    "03d0151bffbea29674e33e0469e8581882242e07e4a2a0ea3f7567b226abd0a99b5af4f0a3424fa1"
    "6bb93e0b90ea3c64513f7b4f8c4c2b8e41fecbdaacbc88a591c423650fd82d364f74d343477361a0"
    "33551e3aef9284a4aa31e003249e378cb5f2da76c67cc7ae2bc69e50789a3b69cba929756401e451"
    "74523eca24c5084572f317530f6201382a07be75c99ff312cf6202e9afb8a0b435555a239a0bfdaa"
    "e71db508cabba7cab438c565866865ecb8ed24415e8105dc92dd764f1611b9628d8f2fcc02deb99b"
    "1060a24f7322a785ecaa218a3a63756507f145cf50709a52f4b83ef3dd382402fc0830605726ef51"
    "23f11f60b3b62cec4d55346b99effcb9"};

/// Keys of other kinds.
inline constexpr std::string_view p384{R"(-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEATxw5rHjOd8aZvP4erPuQaZfcT2kjzZB
2ebRBZ7v2ocI5t/szHbNU6Z8uGpsjhM41PFFD5OSxhUrmOx8aXTFUtPxcDGAMlaz
9hPcp0E3OIZTI3Gf5zFMZL7uBCtEM0YW
-----END PUBLIC KEY-----
)"};
inline constexpr std::string_view ed25519_pem{R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAEhSugNJPTjamV92GXAtTpx3MCyV6BOYvD0ap29UGINg=
-----END PUBLIC KEY-----
)"};

}  // namespace mingshi::crypto::vectors
