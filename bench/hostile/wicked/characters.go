package wicked

// characters are bytes that are no text, or text that is not what it seems.
func characters() []Behaviour {
	doc := func(id, what string, kept int, body string) Behaviour {
		return Behaviour{ID: "text-" + id, What: what, Kept: kept, Body: func() []byte { return []byte(body) }}
	}
	one := func(id, what, title string) Behaviour {
		return doc(id, what, 2, channel+item(title, "https://wicked.example/"+id, "<dc:creator>"+title+"</dc:creator><category>"+title+"</category><description>"+title+"</description>")+plain(1)+"</channel></rss>")
	}
	return []Behaviour{
		one("ansi", "escapes that colour a terminal", "a &#27;[31mred&#27;[0m \x1b]0;title\x07 b"),
		one("osc8", "escapes that make a link of words", "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\"),
		one("c1", "one-byte controls", "a \u009b31m b \u0085 c &#x9b;1m"),
		one("bidi", "overrides that are never ended", "safe \u202egpj.exe \u2066 end \u2067 x \u202d"),
		one("trojan", "words that read otherwise than they are", "if access \u2066// check\u2069\u2066 \u202e{ admin"),
		one("zero-width", "what takes no room", "pa\u200by\u200cp\u200da\ufeffl\u2060\u00ad"),
		one("tags", "letters that are not to be seen", "hi \U000e0069\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065"),
		one("separators", "line ends that are no line feeds", "a\u2028b\u2029c\u0085d\x0be\x0cf\rg"),
		one("nonchars", "what is no character", "a\ufffeb\uffff c \U0001ffff d \ufdd0 e"),
		one("private", "what everybody may define", "\ue000\uf8ff\U000f0000"),
		one("references", "references to what is no character", "a &#0; &#x1; &#xD800; &#x110000; &#xFFFE; &#99999999999999; &#-1; b"),
		one("homoglyph", "a host that looks like another", "https://exаmple.org and ρаypal"),
		one("marks", "marks upon marks", "Z"+repeat("\u0300\u0301\u0302\u0489", 5000)+"x"),
		one("flags", "half of a flag, and what joins nothing", "\U0001f1e6 \u200d\u200d\u200d \ufe0f\ufe0f \U0001f3fb"),
		one("hangul-filler", "a title that is blank", "\u3164\u2800\u00a0\u3000"),
		doc("utf7", "UTF-7 that becomes a script", 2, channel+item("+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "https://wicked.example/u7", "")+plain(1)+"</channel></rss>"),
		doc("overlong", "< in two bytes too many", -1, channel+item("a\xc0\xbcscript\xc0\xbe \xe0\x80\xbcb\xf0\x80\x80\xbc", "https://wicked.example/ol", "")+plain(1)+"</channel></rss>"),
		doc("surrogates", "halves of characters", -1, channel+item("a\xed\xa0\xbd\xed\xb8\x80b", "https://wicked.example/sg", "")+plain(1)+"</channel></rss>"),
		doc("utf16-lie", "UTF-16 by its declaration, not by its bytes", -1, `<?xml version="1.0" encoding="utf-16"?><rss version="2.0"><channel><title>x</title>`+plain(1)+`</channel></rss>`),
		doc("charset-unknown", "an encoding nobody knows", -1, `<?xml version="1.0" encoding="x-evil\x1b"?><rss version="2.0"><channel><title>x</title>`+plain(1)+`</channel></rss>`),
		doc("bom-twice", "three marks of byte order", -1, "\ufeff\ufeff\xff\xfe"+channel+plain(1)+"</channel></rss>"),
		doc("zeros", "zeros between the letters of one item", -1, channel+item("a\x00b\x00c", "https://wicked.example/z\x00z", "")+plain(1)+"</channel></rss>"),
		doc("ebcdic", "a declaration of EBCDIC", -1, `<?xml version="1.0" encoding="ibm037"?><rss version="2.0"><channel>`+plain(1)+`</channel></rss>`),
		doc("hz", "an encoding in which < may be another", -1, `<?xml version="1.0" encoding="iso-2022-jp"?><rss version="2.0"><channel><title>x</title>`+item("\x1b$B<script>\x1b(B", "https://wicked.example/hz", "")+plain(1)+`</channel></rss>`),
	}
}
