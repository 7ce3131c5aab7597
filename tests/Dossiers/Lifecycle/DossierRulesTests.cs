using MotCua.Catalogue.Contracts;
using MotCua.Dossiers;
using MotCua.Dossiers.Clock;
using MotCua.Dossiers.Contracts;
using MotCua.Organisation.Contracts;
using MotCua.Tests.Dossiers.Clock;
using Xunit;
using static MotCua.Tests.Organisation.WorkingCalendarTests;

namespace MotCua.Tests.Dossiers.Lifecycle;

/// <summary>What a rule set says is what happens; no database.</summary>
public sealed class DossierRulesTests
{
    private static readonly Term ThreeDays = new(TermUnit.WorkingDay, 3);

    private static Dossier Received(RuleSet rules, out ClockBasis basis)
    {
        var dossier = new Dossier
        {
            Id = Guid.NewGuid(), Code = "H12.1-260428-0001", ShortCode = "AAAAAAAA", TrackingToken = "t", ProcedureCode = "1", ProcedureName = "Thử",
                Channel = "online", Status = DossierStatus.Submitted,
            IntakeOffice = "MC", IntakeAgency = "A", CompetentAgency = "A", CompetentAgencyName = "A", HolderUnit = "A", OwnerKind = "person", OwnerName = "B",
                SubmitterName = "B", FormCode = "F", Answers = "{}",
        };
        basis = new ClockBasis(rules, 1, _ => Calendar);
        dossier.Receive(At("2026-04-28 09:00"), ThreeDays, null, basis, "Cán bộ");
        return dossier;
    }

    [Theory]
    [InlineData(DossierStatus.Done, "2026-05-05 16:00")]
    [InlineData(DossierStatus.Returned, "2026-05-08 10:00")]
    public void The_clock_ends_with_the_status_that_the_rule_set_names(string endsAt, string ended)
    {
        var rules = Ledgers.Rules() with { EndsAt = endsAt };
        var dossier = Received(rules, out _);
        dossier.Resolve(At("2026-05-05 16:00"), rules, "Lãnh đạo");
        Assert.Equal(endsAt == DossierStatus.Done, dossier.EndedAt is not null);
        dossier.ReturnResult(At("2026-05-08 10:00"), "counter", "B", null, "Cán bộ");
        Assert.Equal(At(ended), dossier.EndedAt);
        Assert.Equal(At(ended), Assert.Single(dossier.Clock, entry => entry.Kind == ClockKind.Stop).At);
    }

    [Fact]
    public void A_supplement_that_pauses_nothing_can_still_be_asked_and_answered()
    {
        var rules = Ledgers.Rules();
        rules = rules with { Pauses = [.. rules.Pauses.Select(pause => pause.Cause == PauseCause.Supplement ? pause with { When = PauseWhen.Never } : pause)] };
        var dossier = Received(rules, out var basis);
        var due = dossier.DueAt;
        dossier.AskSupplement(At("2026-04-28 10:00"), [new(null, "Bản chụp", "")], "Thiếu", "Cán bộ", approved: true, basis);
        Assert.Equal((DossierStatus.Supplement, null), (dossier.Status, dossier.PausedAt));
        dossier.AnswerSupplement(At("2026-05-04 10:00"), basis, "B");
        Assert.Equal((DossierStatus.Processing, due), (dossier.Status, dossier.DueAt));
        Assert.Single(dossier.Clock);
    }

    [Fact]
    public void An_extension_that_was_corrected_is_not_used_up()
    {
        var dossier = Received(Ledgers.Rules(), out var basis);
        dossier.Extend(At("2026-04-29 10:00"), At("2026-05-07 17:00"), "Thiếu người", basis, "Lãnh đạo");
        Assert.Equal(1, dossier.ReadClock(basis).Extensions);
        dossier.CorrectClock(At("2026-04-29 11:00"), 2, "Ký nhầm", basis, "Lãnh đạo");
        Assert.Equal(0, dossier.ReadClock(basis).Extensions);
    }
}
