"""Pictures that were drawn, kept in the database, where every process finds them, and every backup."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import models


class StoredPicture(models.Model):
    """The bytes of one picture, under a name made of them: it never changes, and is there once."""

    name = models.CharField(max_length=100, primary_key=True)
    data = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "stored_pictures"
        indexes = [models.Index(fields=["created_at"], name="pictures_by_age")]

    def __str__(self) -> str:
        return self.name


class DatabaseStorage(Storage):
    """Django's storage of files over that table, for names that say what is in them.

    What is saved under a name that is there already is there already. It has no addresses: a view that knows
    whom a picture belongs to hands it out.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def exists(self, name: str) -> bool:
        return StoredPicture.objects.filter(pk=name).exists()

    def size(self, name: str) -> int:
        return int(self.open(name).size)

    def delete(self, name: str) -> None:
        StoredPicture.objects.filter(pk=name).delete()

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        data = StoredPicture.objects.filter(pk=name).values_list("data", flat=True).first()
        if data is None:
            raise FileNotFoundError(name)
        return ContentFile(bytes(data), name=name)

    def _save(self, name: str, content: "File[Any]") -> str:
        picture = StoredPicture(name=name, data=content.read())
        StoredPicture.objects.bulk_create([picture], ignore_conflicts=True)
        return name
