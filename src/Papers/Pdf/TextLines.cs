using MotCua.Papers.Contracts;

namespace MotCua.Papers.Pdf;

/// <summary>Breaks runs into lines: at spaces, and inside a word only when the word alone is wider than the line.</summary>
internal static class TextLines
{
    internal sealed record Piece(string Text, bool Bold, bool Italic, double Size, double Width);

    /// <param name="Ends">Last line of a paragraph, or before a forced break: never stretched.</param>
    internal sealed record Line(IReadOnlyList<Piece> Pieces, bool Ends = true)
    {
        public double Width => Pieces.Sum(p => p.Width) - (Pieces is [.., var last] && last.Text.EndsWith(' ') ? Space(last) : 0);

        public double Size => Pieces.Count == 0 ? 0 : Pieces.Max(p => p.Size);

        private static double Space(Piece piece) => TrueTypeFont.Face(piece.Bold, piece.Italic).Width(" ", piece.Size);
    }

    public static List<Line> Break(IEnumerable<Run> runs, double size, double width, double firstIndent = 0)
    {
        var lines = new List<Line>();
        var line = new List<Piece>();
        var left = width - firstIndent;
        void End(bool ends = false)
        {
            lines.Add(new Line(line, ends));
            line = [];
            left = width;
        }

        foreach (var word in Words(runs, size))
        {
            if (word.Pieces.Count == 0)
            {
                End(ends: true);
                continue;
            }

            if (word.InkWidth > left && line.Count > 0)
            {
                End();
            }

            foreach (var piece in word.InkWidth > left ? Cut(word.Pieces, left, width) : word.Pieces)
            {
                var face = TrueTypeFont.Face(piece.Bold, piece.Italic);
                if (face.Width(piece.Text.TrimEnd(' '), piece.Size) > left + 0.01 && line.Count > 0)
                {
                    End();
                }

                if (line is [.., var last] && (last.Bold, last.Italic, last.Size) == (piece.Bold, piece.Italic, piece.Size))
                {
                    line[^1] = last with { Text = last.Text + piece.Text, Width = last.Width + piece.Width };
                }
                else
                {
                    line.Add(piece);
                }

                left -= piece.Width;
            }
        }

        if (line.Count > 0 || lines.Count == 0)
        {
            End(ends: true);
        }

        return lines;
    }

    private sealed record Word(List<Piece> Pieces, double InkWidth);

    /// <summary>Words with their trailing spaces; a word may change style in the middle. An empty word is a line break.</summary>
    private static IEnumerable<Word> Words(IEnumerable<Run> runs, double size)
    {
        var pieces = new List<Piece>();
        foreach (var run in runs)
        {
            var face = TrueTypeFont.Face(run.Bold, run.Italic);
            PaperLetters.Require(run.Text);
            var text = face.Showable(run.Text);
            var points = run.Size > 0 ? run.Size : size;
            for (var at = 0; at < text.Length;)
            {
                if (text[at] == '\n')
                {
                    if (pieces.Count > 0)
                    {
                        yield return Measured(pieces);
                        pieces = [];
                    }

                    yield return new Word([], 0);
                    at++;
                    continue;
                }

                if (pieces is [.., var last] && last.Text[^1] == ' ' && text[at] != ' ')
                {
                    yield return Measured(pieces);
                    pieces = [];
                }

                var end = at;
                while (end < text.Length && text[end] is not (' ' or '\n'))
                {
                    end++;
                }

                while (end < text.Length && text[end] == ' ')
                {
                    end++;
                }

                pieces.Add(new Piece(text[at..end], run.Bold, run.Italic, points, face.Width(text[at..end], points)));
                at = end;
            }
        }

        if (pieces.Count > 0)
        {
            yield return Measured(pieces);
        }
    }

    private static Word Measured(List<Piece> pieces)
    {
        var last = pieces[^1];
        var trailing = last.Text.Length - last.Text.TrimEnd(' ').Length;
        var space = TrueTypeFont.Face(last.Bold, last.Italic).Width(new string(' ', trailing), last.Size);
        return new Word(pieces, pieces.Sum(p => p.Width) - space);
    }

    private static IEnumerable<Piece> Cut(List<Piece> pieces, double first, double width)
    {
        var room = first;
        foreach (var piece in pieces)
        {
            var face = TrueTypeFont.Face(piece.Bold, piece.Italic);
            var start = 0;
            var taken = 0.0;
            for (var i = 0; i < piece.Text.Length; i++)
            {
                var advance = face.Width(piece.Text[i].ToString(), piece.Size);
                if (taken + advance > room && i > start && piece.Text[i] != ' ')
                {
                    yield return piece with { Text = piece.Text[start..i], Width = taken };
                    (start, taken, room) = (i, 0, width);
                }

                taken += advance;
            }

            yield return piece with { Text = piece.Text[start..], Width = taken };
            room -= taken;
        }
    }
}
