#pragma once

namespace mingshi::text {

/// What GB18030-2022 says a code means that ICU's converter, which follows the standard of 2005,
/// gives as a private-use character: 24 code points. Any other character is itself.
[[nodiscard]] char32_t gb18030_2022(char32_t c);

/// The assigned character behind a private-use one of old GBK fonts, where it is known (90 code
/// points: those 24 too). Any other character is itself.
[[nodiscard]] char32_t assigned(char32_t c);

}  // namespace mingshi::text
