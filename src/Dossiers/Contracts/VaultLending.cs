using MotCua.Papers.Contracts;
using MotCua.Platform.Web;
using MotCua.Vault.Contracts;

namespace MotCua.Dossiers.Contracts;

/// <summary>Giấy tờ kho cho dùng: before a paper leaves the vault its signatures are judged as of now.</summary>
public sealed class VaultLending(SignedFiles signed)
{
    /// <exception cref="Refused">409: what stands in the vault is not valid any more.</exception>
    public async Task Require(VaultOffer offer, string field)
    {
        if (await signed.Again(offer.Sha256, offer.MediaType, null) is { IsSpoilt: true } verdict)
            throw new Refused(409, $"“{offer.Title}” trong kho không dùng lại được: {char.ToLowerInvariant(verdict.Words[0])}{verdict.Words[1..]}", field);
    }
}
