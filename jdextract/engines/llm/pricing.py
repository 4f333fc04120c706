"""What calls cost, by the prices in genai-prices; an unknown price is ``None``, never 0."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jdextract.models import Usage

if TYPE_CHECKING:
    from genai_prices import Usage as PricedUsage
    from genai_prices.types import PriceCalculation

Warn = Callable[[str], None]
"""Is told what a user should know; each thing once."""

# Names of providers in models ("google/…") that the price list knows under another.
_PRICE_LIST_NAMES = {
    "bedrock": "aws",
    "gemini": "google",
    "vertexai": "google",
    "xai": "x-ai",
    "azure_openai": "azure",
}


class Pricer:
    """Prices the calls to one model.

    Args:
        provider: as in ``provider/model``.
        model: the model's name as the endpoint knows it.
        base_url: the endpoint, if it is another than the provider's own; its host then says who charges.
        warn: is told once that there is no price.
        batch: whether the calls go to the provider's batch service, at its price where the list has one.
    """

    def __init__(
        self,
        provider: str,
        model: str,
        *,
        base_url: str | None = None,
        warn: Warn | None = None,
        batch: bool = False,
    ) -> None:
        self.provider = provider
        self.model = model
        self._base_url = base_url
        self._warn = warn
        self._context = {"processing": "batch"} if batch else None
        self._found: PriceCalculation | None = None
        self._looked = False

    def price(self, usage: Usage) -> Usage:
        """``usage`` with ``cost_usd``, at today's list price; ``None`` where there is none."""
        found = self._price_list_entry()
        if found is None:
            return usage
        cost = found.model.calc_price(_tokens(usage), found.provider, price_context=self._context).total_price
        return usage.model_copy(update={"cost_usd": float(cost)})

    @property
    def has_batch_price(self) -> bool:
        """Whether the price list has a price of its own for the provider's batch service."""
        found = self._price_list_entry()
        return found is not None and any(
            variant.when.get("processing") == "batch" for variant in found.model.price_variants or ()
        )

    def _price_list_entry(self) -> PriceCalculation | None:
        if not self._looked:
            self._looked = True
            self._found = self._look_up()
            if self._found is None and self._warn:
                self._warn(
                    f"no price is known for the model {self.model!r} of {self.provider!r}: costs are left empty, and "
                    "--max-cost cannot be kept (--max-tokens can)"
                )
        return self._found

    def _look_up(self) -> PriceCalculation | None:
        """The model in the price list, by the price of nothing."""
        if self._base_url is not None and is_local(self._base_url):
            return None
        from genai_prices import calc_price  # noqa: PLC0415 - a fifth of a second that only a paid run needs

        name = _PRICE_LIST_NAMES.get(self.provider, self.provider)
        try:
            if self._base_url is not None:
                return calc_price(_tokens(Usage()), self.model, provider_api_url=self._base_url)
            return calc_price(_tokens(Usage()), self.model, provider_id=name)
        except LookupError:
            return None


def _tokens(usage: Usage) -> PricedUsage:
    from genai_prices import Usage as PricedUsage  # noqa: PLC0415 - see above

    return PricedUsage(
        input_tokens=usage.input_tokens,
        cache_read_tokens=min(usage.cached_input_tokens, usage.input_tokens),
        output_tokens=usage.output_tokens,
    )


def is_local(url: str) -> bool:
    """Whether ``url`` is on this machine or in a private network, where nobody charges or asks for a key."""
    host = (urlsplit(url).hostname or "").lower()
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    return address.is_loopback or address.is_private or address.is_unspecified
