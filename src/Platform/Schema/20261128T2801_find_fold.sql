-- One fold for every list that is searched, the same as Platform/Text/SearchFold.cs, sign by sign (a test compares them on
-- generated text): look-alikes become one letter, marks and unseen signs go, y is i, apostrophes and hyphens are not there.
-- The collation is named so that lower() does not depend on how a cluster was made.
create function platform.find_fold(text) returns text language sql immutable strict parallel safe
    return btrim(regexp_replace(translate(lower(regexp_replace(normalize(
        translate($1, 'ÐƉðɖĐđ'
            || '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
            'dddddd' || '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'), NFD),
        '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f'
            || '\u0001-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd]', '', 'g') collate "C"),
        U&'y''`-\00b4\2018\2019\201b\02bc\02bb\02b9\2032\02ca\02cb\1fef\2010\2011\2012\2013\2014\2015\2212\fe58\fe63', 'i'),
        '[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', ' ', 'g'), ' ');

-- The parts of a joined name: "H'Hen Niê" is hhen nie by the first and h hen nie by this one.
create function platform.find_parts(text) returns text language sql immutable strict parallel safe
    return platform.find_fold(translate($1,
        U&'''`-\00b4\2018\2019\201b\02bc\02bb\02b9\2032\02ca\02cb\1fef\ff07\ff0d\ff40\2010\2011\2012\2013\2014\2015\2212\fe58\fe63', rpad(' ', 26)));

-- What a list looks through: the joined form, and the parts where they differ.
create function platform.find_text(text) returns text language sql immutable strict parallel safe
    return case when platform.find_fold($1) = platform.find_parts($1) then platform.find_fold($1)
        else platform.find_fold($1) || ' | ' || platform.find_parts($1) end;
