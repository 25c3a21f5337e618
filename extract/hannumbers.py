"""Numbers as Chinese writes them in dates: 12, 十二, 二十, 廿九, 二〇二六."""

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def number_of(digits: str) -> int:
    """A number below 100, or a year digit by digit. 元 (元月) is 1, 两 is 2; what is neither is 0."""
    if digits.isascii():
        return int(digits)
    plain = digits.replace("廿", "二十").replace("卅", "三十").replace("两", "二").replace("元", "一")
    tens, ten, ones = plain.rpartition("十")
    if not ten:
        return _read(ones) if len(ones) != _THREE else 0
    return 10 * (_read(tens) if tens else 1) + (_read(ones) if ones else 0)


def _read(digits: str) -> int:
    plain = digits.translate(_DIGITS)
    return int(plain) if plain.isdigit() else 0


_THREE = 3  # 一二三 is neither a day nor a year
